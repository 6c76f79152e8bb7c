import { Worker } from 'node:worker_threads'
import type { Statement } from 'better-sqlite3'
import type { DbKey, Sqlite } from '../../files/encrypted-db.ts'
import { type CheckpointOrder, checkpointStates } from './checkpoint-messages.ts'

/** Where the worker's code lies: a shell that bundles the core names its own. */
export const checkpointWorkerFile = new URL('./checkpoint-worker.ts', import.meta.url)

/**
 * Pages in a journal that are not in its file yet. From `worth` (at 4 KiB about 4 MB, where SQLite itself would begin)
 * the worker is sent when nothing is written for a while: beside a stream of changes it makes each of them twice as slow,
 * the disk flushes for both. From `many` (64 MB) it is sent all the same. At `tooMany` (256 MB) it does not come
 * after it or died: the main thread does it itself.
 */
export const journalPages = { worth: 1_000, many: 16_384, tooMany: 65_536 }
const quietMs = 500
/** A worker that has the file open needs well under a second; a disk that stands still must not hold us for ever. */
const patienceMs = 10_000

/** One of the files of the cache's connection. */
export interface CheckpointedFile {
  /** Its name in the connection: `main`, or as it was attached. */
  schema: string
  file: string
}

/**
 * Keeps the journals of an open cache short without the main thread waiting for the disk: SQLite's own checkpoint would
 * run, with its flushes, at the end of whatever transaction comes across its limit.
 */
export class Checkpointer {
  readonly #db: Sqlite
  readonly #files: readonly (CheckpointedFile & { count: Statement })[]
  readonly #key: DbKey
  readonly #workerFile: URL
  readonly #pages: typeof journalPages
  #running: Int32Array | null = null
  #quiet: NodeJS.Timeout | null = null

  constructor(
    db: Sqlite,
    files: readonly CheckpointedFile[],
    key: DbKey,
    workerFile: URL,
    pages = journalPages,
  ) {
    this.#db = db
    this.#pages = pages
    this.#key = key
    this.#workerFile = workerFile
    db.pragma('wal_autocheckpoint=0')
    this.#files = files.map((one) => ({
      ...one,
      count: db.prepare(`pragma ${one.schema}.wal_checkpoint(noop)`).raw(),
    }))
  }

  /** Something was committed: looks whether a journal has grown (some µs), and sends the worker at its time. */
  wrote(): void {
    let worth = false
    for (const { schema, file, count } of this.#files) {
      const left = leftBy(count)
      if (left >= this.#pages.tooMany) this.#checkpointHere(schema)
      else if (left >= this.#pages.many) this.#send(file)
      else worth ||= left >= this.#pages.worth
    }
    if (worth) this.#whenQuiet()
  }

  /** Nobody but the caller has a file open after this: it may be closed, renamed, copied. Waits for a worker that has. */
  settle(): void {
    if (this.#quiet !== null) clearTimeout(this.#quiet)
    this.#quiet = null
    const state = this.#running
    this.#running = null
    if (state === null) return
    const { mayOpen, open, ruledOut } = checkpointStates
    if (Atomics.compareExchange(state, 0, mayOpen, ruledOut) === open)
      Atomics.wait(state, 0, open, patienceMs)
  }

  #whenQuiet(): void {
    if (this.#quiet !== null) clearTimeout(this.#quiet)
    this.#quiet = setTimeout(() => {
      this.#quiet = null
      const worth = this.#files.find(({ count }) => leftBy(count) >= this.#pages.worth)
      if (worth !== undefined) this.#send(worth.file)
    }, quietMs)
    this.#quiet.unref()
  }

  /** One at a time; another file that needs it has its turn after the next quiet. */
  #send(file: string): void {
    if (this.#running !== null) return
    const state = new Int32Array(new SharedArrayBuffer(4))
    const order: CheckpointOrder = { file, key: this.#key, state }
    const worker = new Worker(this.#workerFile, { workerData: order })
    worker.unref()
    this.#running = state
    const over = () => {
      if (this.#running !== state) return
      this.#running = null
      // What was written meanwhile, or another file.
      if (this.#files.some(({ count }) => leftBy(count) >= this.#pages.worth)) this.#whenQuiet()
    }
    // What is wrong with the file is found, and said, where it is read.
    worker.once('error', over)
    worker.once('exit', over)
  }

  #checkpointHere(schema: string): void {
    try {
      this.#db.pragma(`${schema}.wal_checkpoint(passive)`)
    } catch {
      // What was committed is in the journal; a full disk is said by the next write that needs it.
    }
  }
}

function leftBy(count: Statement): number {
  const [, written, copied] = count.get() as [busy: number, written: number, copied: number]
  return written - copied
}
