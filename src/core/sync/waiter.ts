import type { Clock } from '../ports.ts'

/** Waiting that ends early when somebody pokes it or the signal aborts; never throws for either. */
export class Waiter {
  readonly #clock: Clock
  readonly #waiting = new Set<() => void>()
  #poked = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Resolves after `ms` (null: only by a poke), at a poke, at once if poked since the last wait, or at abort. */
  wait(ms: number | null, signal: AbortSignal): Promise<void> {
    if (this.#poked || signal.aborted) {
      this.#poked = false
      return Promise.resolve()
    }
    return new Promise((resolve) => {
      let cancel = () => {}
      const end = () => {
        cancel()
        signal.removeEventListener('abort', end)
        this.#waiting.delete(end)
        this.#poked = false
        resolve()
      }
      this.#waiting.add(end)
      signal.addEventListener('abort', end)
      if (ms !== null) cancel = this.#clock.after(ms, end)
    })
  }

  poke(): void {
    this.#poked = true
    for (const end of [...this.#waiting]) end()
  }
}
