import type { PhoneSnapshot } from '#bridge/phone.ts'

/** What of a snapshot decides. */
type Ringing = { readonly calls: readonly Pick<PhoneSnapshot['calls'][number], 'id' | 'state'>[] }

/**
 * How long a ring waits for its pop, ms. The core answers within a few; a frame that shows the call alone would have to
 * be made and painted first and the customer would come after it. A slow core costs the row this much, which is not seen.
 */
const joinMs = 50

/** Holds the news of a fresh ring back until its pop is there, so that both are one picture; the newest news counts. */
export class RingJoiner<Snapshot extends Ringing = PhoneSnapshot> {
  readonly #show: (snapshot: Snapshot) => void
  #waiting: { snapshot: Snapshot; timer: ReturnType<typeof setTimeout> } | null = null

  constructor(show: (snapshot: Snapshot) => void) {
    this.#show = show
  }

  /** `popped`: has this call's pop been heard? `shown`: what the phone said before. */
  hear(snapshot: Snapshot, shown: Snapshot | null, popped: (callId: string) => boolean): void {
    if (this.#waiting) {
      this.#waiting.snapshot = snapshot
      if (!isFreshRing(snapshot, shown, popped)) this.flush()
      return
    }
    if (!isFreshRing(snapshot, shown, popped)) {
      this.#show(snapshot)
      return
    }
    this.#waiting = { snapshot, timer: setTimeout(() => this.flush(), joinMs) }
  }

  /** Shows what waits, now. */
  flush(): void {
    if (!this.#waiting) return
    const { snapshot, timer } = this.#waiting
    clearTimeout(timer)
    this.#waiting = null
    this.#show(snapshot)
  }

  /** The phone is gone: what it said last is not shown any more. */
  forget(): void {
    clearTimeout(this.#waiting?.timer)
    this.#waiting = null
  }
}

function isFreshRing(
  { calls }: Ringing,
  shown: Ringing | null,
  popped: (callId: string) => boolean,
): boolean {
  // Anything else that moved besides the ring is shown at once, and the ring with it.
  const known = new Map(shown?.calls.map((call) => [call.id, call.state]))
  const moved = calls.filter(({ id, state }) => known.get(id) !== state)
  return moved.length > 0 && moved.every(({ id, state }) => state === 'ringing' && !popped(id))
}
