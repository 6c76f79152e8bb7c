/** Confirmations asked lately and whether one is open; times are of a monotonic clock, ms. */
export type DialGate = { readonly askedAt: readonly number[]; readonly pending: boolean }

export const openGate: DialGate = { askedAt: [], pending: false }

/** Nobody clicks more numbers in earnest; a page that opens `tel:` links in a loop does. */
const asksMax = 6
const spanMs = 60_000

export type GateAnswer =
  | { gate: DialGate; may: true }
  | { gate: DialGate; may: false; why: 'onePending' }
  | { gate: DialGate; may: false; why: 'tooMany'; retryAt: number }

/** Asks to show one more confirmation: at most one at a time and six in any minute. A refusal does not count. */
export function askGate(gate: DialGate, now: number): GateAnswer {
  const askedAt = gate.askedAt.filter((at) => at > now - spanMs)
  const current: DialGate = { askedAt, pending: gate.pending }
  if (gate.pending) return { gate: current, may: false, why: 'onePending' }
  const oldest = askedAt[0]
  if (askedAt.length >= asksMax && oldest !== undefined) {
    return { gate: current, may: false, why: 'tooMany', retryAt: oldest + spanMs }
  }
  return { gate: { askedAt: [...askedAt, now], pending: true }, may: true }
}

/** The open confirmation was answered, either way. */
export function settleGate(gate: DialGate): DialGate {
  return { ...gate, pending: false }
}
