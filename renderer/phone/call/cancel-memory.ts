/** CANCELs remembered for calls SIP.js ended before it told us of them. */
const cancelsKept = 32

/** Reason headers of the last CANCELs, by Call-ID. */
export class CancelMemory {
  readonly #reasons = new Map<string, readonly string[]>()

  keep(callId: string, reasons: readonly string[]): void {
    this.#reasons.set(callId, reasons)
    const [oldest] = this.#reasons.keys()
    if (this.#reasons.size > cancelsKept && oldest !== undefined) this.#reasons.delete(oldest)
  }

  reasonsOf(callId: string): readonly string[] {
    return this.#reasons.get(callId) ?? []
  }
}
