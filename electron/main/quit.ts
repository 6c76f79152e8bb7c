import { farewellMs } from '#bridge/shell.ts'

type QuitNeeds = {
  /** Asks the phone to end its calls and give up the line; resolves when it has. */
  farewell: () => Promise<void>
  closeCore: () => Promise<void>
  /** Installs a waiting update instead of only quitting, where that is right; says whether it does. */
  installUpdate: () => Promise<boolean>
  /** Quits for good, once all is put away. */
  quit: () => void
  surprise: (error: unknown) => void
}

/**
 *   working ──asked──▶ leaving (farewell ≤ 1 s, core closed) ──▶ left (the next quit goes through)
 * Electron asks `before-quit` each time somebody wants to quit; only in `left` nothing holds it back.
 */
export class Quit {
  readonly #needs: QuitNeeds
  #state: 'working' | 'leaving' | 'left' = 'working'
  #prepared: Promise<void> | undefined

  constructor(needs: QuitNeeds) {
    this.#needs = needs
  }

  /** True once windows may close for good. */
  get leaving(): boolean {
    return this.#state !== 'working'
  }

  /** For `before-quit`. */
  beforeQuit(event: { preventDefault(): void }): void {
    if (this.#state === 'left') return
    event.preventDefault()
    if (this.#state === 'leaving') return
    void this.#leave()
  }

  /** Ends calls, closes the core; the same promise for whoever asks twice. */
  prepare(): Promise<void> {
    this.#prepared ??= this.#putAway()
    return this.#prepared
  }

  async #leave(): Promise<void> {
    this.#state = 'leaving'
    try {
      if (await this.#needs.installUpdate()) return
    } catch (error) {
      this.#needs.surprise(error)
    }
    await this.prepare()
    this.#needs.quit()
  }

  async #putAway(): Promise<void> {
    this.#state = 'leaving'
    const { farewell, closeCore, surprise } = this.#needs
    await atMost(farewellMs, farewell()).catch(surprise)
    await closeCore().catch(surprise)
    this.#state = 'left'
  }
}

/** Resolves with the promise or after `ms`, whichever comes first. */
async function atMost(ms: number, done: Promise<void>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  try {
    await Promise.race([done, late])
  } finally {
    clearTimeout(timer)
  }
}
