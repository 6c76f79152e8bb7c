import { Worker } from 'node:worker_threads'

/** A loop that stands so long never moves again: a regular expression that takes for ever looks like this. */
const standsForMs = 20_000

/**
 * Ends the process, saying at which batch, when the event loop stands: no time limit of a test reaches a loop that does
 * not turn. Runs in a thread of its own.
 */
export class Watchdog implements Disposable {
  readonly #shared = new Int32Array(new SharedArrayBuffer(8))
  readonly #beat: NodeJS.Timeout
  readonly #worker: Worker

  constructor(tell: string) {
    this.#beat = setInterval(() => Atomics.add(this.#shared, 0, 1), 500)
    this.#worker = new Worker(
      `const { shared, ms, tell, pid } = require('node:worker_threads').workerData
       let last = -1
       setInterval(() => {
         const beat = Atomics.load(shared, 0)
         if (beat === last) {
           require('node:fs').writeSync(2, tell + Atomics.load(shared, 1) + '\\n')
           process.kill(pid, 'SIGKILL')
         }
         last = beat
       }, ms)`,
      {
        eval: true,
        workerData: {
          shared: this.#shared,
          ms: standsForMs,
          tell: `the phone stands still: ${tell}`,
          pid: process.pid,
        },
      },
    )
    this.#worker.unref()
  }

  /** What is named when the loop stands. */
  at(batch: number): void {
    Atomics.store(this.#shared, 1, batch)
  }

  [Symbol.dispose](): void {
    clearInterval(this.#beat)
    void this.#worker.terminate()
  }
}
