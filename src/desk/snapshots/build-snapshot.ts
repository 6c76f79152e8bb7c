import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Shape } from '#domain/entities.ts'
import type { SpaceId } from '#domain/ids.ts'
import { type SnapshotManifest, snapshotForm } from '#wire/snapshot.ts'
import type { Db } from '../db/db.ts'
import { readShape } from './read-shape.ts'
import type { FromSnapshotWorker, ToSnapshotWorker } from './snapshot-worker.ts'

/** What both sides must agree on, as the manifest carries it. */
export const schemaOf = (shape: Shape) => createHash('sha256').update(snapshotForm(shape)).digest('hex')

export interface SnapshotOf {
  spaceId: SpaceId
  shape: Shape
  /** Folder of the file; it gets the name `<sha256>.zst`. */
  folder: string
  now: () => number
  /** Ends the work between two pages. */
  signal: AbortSignal
}

/**
 * Makes the snapshot file of one shape and answers its manifest. Written under another name, flushed to the disk and
 * renamed, so that a file with a hash for a name is whole. Null: there is no row.
 */
export async function buildSnapshot(
  db: Db,
  { spaceId, shape, folder, now, signal }: SnapshotOf,
): Promise<SnapshotManifest | null> {
  const making = join(folder, `making-${randomUUID()}`)
  const worker = new Worker(new URL('./snapshot-worker.ts', import.meta.url), {
    workerData: { file: making },
    // Node still calls its own SQLite experimental at each start.
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  // It may die while nobody waits for its answer, such as of a full disk while rows are read.
  const died = new Promise<never>((_resolve, reject) => {
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the worker ended before its file was made')))
  })
  died.catch(() => undefined)
  const ask = async (message: ToSnapshotWorker): Promise<FromSnapshotWorker> => {
    const answered = once(worker, 'message')
    worker.postMessage(message)
    const [answer] = (await Promise.race([answered, died])) as [FromSnapshotWorker]
    return answer
  }
  try {
    const at = now()
    let taking: Promise<unknown> = Promise.resolve()
    const cursor = await readShape(db, spaceId, shape, async (rows) => {
      // The next page is read while the worker packs the one before it.
      await taking
      signal.throwIfAborted()
      taking = ask({ type: 'rows', ...rows })
      taking.catch(() => undefined)
    })
    await taking
    const made = await ask({ type: 'end' })
    if (made.type !== 'made') throw new Error('the worker did not answer with a file')
    const { bytes, rawBytes, rows, sha256 } = made
    if (rows === 0) return null
    await rename(making, join(folder, `${sha256}.zst`))
    return { shape, cursor, schema: schemaOf(shape), bytes, rawBytes, rows, sha256, at }
  } finally {
    await worker.terminate()
    await rm(making, { force: true })
  }
}
