/** What one offer came to: agreed, refused for good, in the way of the other side's offer, or the dialog is no more. */
export type OfferOutcome = 'agreed' | 'refused' | 'glare' | 'unsent' | 'gone'

export type OfferWishes = { hold: boolean; iceRestart: boolean }

export type RenegotiationPorts = {
  /** Sends one re-INVITE and resolves when it was answered. */
  offer: (wishes: OfferWishes) => Promise<OfferOutcome>
  needsIceRestart: () => boolean
  onHold: (on: boolean) => void
  onHoldFailed: (on: boolean) => void
  /** A refresh was agreed to: the PBX knows our way again. */
  onRefreshed: () => void
  onGone: () => void
  random: () => number
  after: (ms: number, then: () => void) => () => void
  /** We made the Call-ID (our own INVITE): RFC 3261 §14.1 lets us wait longer than the other side. */
  ownsCallId: boolean
}

/** Glare more often than this in a row is no accident. */
const glareMax = 6

/**
 * Offers of one call, one in flight at a time: wishes that come meanwhile are put together into the next. A 491 is tried again
 * after the wait of RFC 3261 §14.1, which SIP.js leaves to us.
 */
export class Renegotiation {
  readonly #ports: RenegotiationPorts
  #agreedHold = false
  #wantedHold = false
  #refreshWanted = false
  #running = false
  #over = false
  #stopWaiting: (() => void) | null = null

  constructor(ports: RenegotiationPorts) {
    this.#ports = ports
  }

  /** True while hold stands or is asked for. */
  get wantsHold(): boolean {
    return this.#wantedHold
  }

  hold(on: boolean): void {
    this.#wantedHold = on
    void this.#run()
  }

  /** Tells the PBX our way again, after a new registration. */
  refresh(): void {
    this.#refreshWanted = true
    void this.#run()
  }

  end(): void {
    this.#over = true
    this.#stopWaiting?.()
  }

  async #run(): Promise<void> {
    if (this.#running) return
    this.#running = true
    let glares = 0
    while (!this.#over && (this.#refreshWanted || this.#wantedHold !== this.#agreedHold)) {
      const hold = this.#wantedHold
      const refreshing = this.#refreshWanted
      this.#refreshWanted = false
      const outcome = await this.#ports.offer({ hold, iceRestart: this.#ports.needsIceRestart() })
      if (this.#over) break
      if (outcome === 'glare' && glares < glareMax) {
        glares++
        this.#refreshWanted ||= refreshing
        await this.#wait(glareWaitMs(this.#ports.ownsCallId, this.#ports.random))
        continue
      }
      glares = 0
      this.#settle(outcome, hold, refreshing)
    }
    this.#running = false
  }

  #settle(outcome: OfferOutcome, hold: boolean, refreshing: boolean): void {
    if (outcome === 'gone') {
      this.#over = true
      return this.#ports.onGone()
    }
    if (outcome === 'agreed') {
      const changed = hold !== this.#agreedHold
      this.#agreedHold = hold
      if (changed) this.#ports.onHold(hold)
      if (refreshing) this.#ports.onRefreshed()
      return
    }
    // Refused or unsent: what was agreed stands; a later wish is a new one. A refresh comes again with the next socket.
    if (hold !== this.#agreedHold && this.#wantedHold === hold) {
      this.#wantedHold = this.#agreedHold
      this.#ports.onHoldFailed(hold)
    }
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#stopWaiting = null
        resolve()
      }
      const stop = this.#ports.after(ms, done)
      this.#stopWaiting = () => {
        stop()
        done()
      }
    })
  }
}

/** RFC 3261 §14.1: 2.1-4 s for the side that made the Call-ID, 0-2 s for the other, in steps of 10 ms. */
export function glareWaitMs(ownsCallId: boolean, random: () => number): number {
  return ownsCallId ? 2_100 + 10 * Math.floor(random() * 191) : 10 * Math.floor(random() * 201)
}
