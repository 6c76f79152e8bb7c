/** The worker that turns rows into a snapshot file, away from the desk's own thread. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Entity } from '#domain/entities.ts'
import { type SnapshotMade, SnapshotWriter } from './snapshot-writer.ts'

export type ToSnapshotWorker = { type: 'rows'; entity: Entity; json: string } | { type: 'end' }
export type FromSnapshotWorker = { type: 'taken' } | ({ type: 'made' } & SnapshotMade)

const port = parentPort
if (port === null) throw new Error('runs as a worker only')
const { file } = workerData as { file: string }
const writer = new SnapshotWriter(file)

async function obey(message: ToSnapshotWorker): Promise<FromSnapshotWorker> {
  if (message.type === 'end') return { type: 'made', ...(await writer.end()) }
  await writer.take(message.entity, message.json)
  return { type: 'taken' }
}

port.on('message', (message: ToSnapshotWorker) => {
  obey(message).then(
    (answer) => port.postMessage(answer),
    // Ends the worker with the error: whoever waits for the answer is told.
    (error: unknown) =>
      setImmediate(() => {
        throw error
      }),
  )
})
