import type { Call } from '#domain/call/call.ts'
import type { CallId } from '#domain/ids.ts'

/** A voice menu needs a breath after it picked up before it hears keys, ms. */
const breathMs = 1_000

/** Extensions that belong to dialled numbers: pressed once the other side has answered. */
export class ExtensionDigits {
  readonly #waiting = new Map<CallId, string>()
  readonly #press: (id: CallId, digits: string) => void
  readonly #after: (ms: number, then: () => void) => () => void

  constructor(
    press: (id: CallId, digits: string) => void,
    after: (ms: number, then: () => void) => () => void,
  ) {
    this.#press = press
    this.#after = after
  }

  expect(id: CallId, digits: string): void {
    this.#waiting.set(id, digits)
  }

  onCalls(calls: readonly Call[]): void {
    for (const [id, digits] of this.#waiting) {
      const state = calls.find((call) => call.id === id)?.state
      if (state === 'dialling' || state === 'remoteRinging') continue
      this.#waiting.delete(id)
      if (state === 'active') this.#after(breathMs, () => this.#press(id, digits))
    }
  }
}
