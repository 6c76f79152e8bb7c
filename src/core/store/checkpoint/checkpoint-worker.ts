/** The worker that writes the journal of a cache file into the file itself: the disk's flushes are waited for here. */
import { workerData } from 'node:worker_threads'
import { openForCheckpoint } from '../../files/encrypted-db.ts'
import { type CheckpointOrder, checkpointStates } from './checkpoint-messages.ts'

const { file, key, state } = workerData as CheckpointOrder
const { mayOpen, open, over } = checkpointStates

if (Atomics.compareExchange(state, 0, mayOpen, open) === mayOpen) {
  try {
    const db = openForCheckpoint(file, key)
    try {
      // Passive: readers and the writer are never waited for, nor do they wait.
      db.pragma('wal_checkpoint(passive)')
    } finally {
      db.close()
    }
  } finally {
    Atomics.store(state, 0, over)
    Atomics.notify(state, 0)
  }
}
