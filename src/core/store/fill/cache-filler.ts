import { Worker } from 'node:worker_threads'
import type { FillOrder, FillRefusal, FromFiller, ToFiller } from './fill-messages.ts'

/** So many bytes may wait at the worker before more are given. */
const aheadMax = 4 * 1024 * 1024

export interface Filled {
  rows: number
}

/** Where the worker's code lies: a shell that bundles the core names its own. */
export const fillWorkerFile = new URL('./fill-worker.ts', import.meta.url)

/** Works one snapshot into the next cache file, in a worker. `end` answers null when it is whole, else why not. */
export class CacheFiller {
  readonly #worker: Worker
  readonly #onRows: (rows: number) => void
  readonly #over = Promise.withResolvers<FillRefusal | null>()
  #wake = () => {}
  #given = 0
  #taken = 0
  #isOver = false

  constructor(file: URL, order: FillOrder, onRows: (rows: number) => void) {
    this.#onRows = onRows
    this.#worker = new Worker(file, { workerData: order })
    this.#worker.on('message', (message: FromFiller) => this.#hear(message))
    this.#worker.once('error', (error) => this.#end(() => this.#over.reject(error)))
    this.#over.promise.catch(() => undefined)
  }

  /** Resolves when the next chunk may come. Answers false once it makes no sense to go on: `end` says why. */
  async give(chunk: Uint8Array): Promise<boolean> {
    this.#given += chunk.byteLength
    const own = new Uint8Array(chunk)
    this.#post({ type: 'bytes', chunk: own }, own.buffer)
    while (!this.#isOver && this.#given - this.#taken > aheadMax) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    return !this.#isOver
  }

  async end(): Promise<FillRefusal | null> {
    if (!this.#isOver) this.#post({ type: 'end' })
    try {
      return await this.#over.promise
    } finally {
      await this.#worker.terminate()
    }
  }

  /** Leaves the work as it is; what was made is thrown away by whoever begins the next. */
  async stop(): Promise<void> {
    this.#end(() => this.#over.resolve(null))
    await this.#worker.terminate()
  }

  #post(message: ToFiller, buffer?: ArrayBuffer): void {
    this.#worker.postMessage(message, buffer ? [buffer] : [])
  }

  #hear(message: FromFiller): void {
    switch (message.type) {
      case 'taken':
        this.#taken = message.bytes
        this.#onRows(message.rows)
        this.#wake()
        return
      case 'filled':
        this.#end(() => this.#over.resolve(null))
        return
      case 'refused':
        this.#end(() => this.#over.resolve(message.why))
    }
  }

  #end(settle: () => void): void {
    this.#isOver = true
    settle()
    this.#wake()
  }
}
