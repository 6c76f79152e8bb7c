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

/** An ACK that has not come by then is lost; waiting longer would make hold look broken. */
const ackWaitMs = 8_000
/** Glare more often than this in a row is no accident. */
const glareMax = 6

/**
 * Offers of one call, one in flight at a time: wishes that come meanwhile are put together into the next. A 491 is tried again
 * after the wait of RFC 3261 §14.1, which SIP.js leaves to us. While the other side owes an ACK nothing is offered: SIP.js ends
 * a call whose ACK finds a newer offer under way.
 */
export class Renegotiation {
  readonly #ports: RenegotiationPorts
  #agreedHold = false
  #wantedHold = false
  /** The last wish took back one before it: nothing may be left to offer, and whoever waits for an answer is told. */
  #withdrawn = false
  #refreshWanted = false
  #running = false
  #over = false
  #stopWaiting: (() => void) | null = null
  #ackAwaited = false
  #offering = false

  constructor(ports: RenegotiationPorts) {
    this.#ports = ports
  }

  /** True while hold stands or is asked for. */
  get wantsHold(): boolean {
    return this.#wantedHold
  }

  hold(on: boolean): void {
    this.#wantedHold = on
    this.#withdrawn = on === this.#agreedHold
    void this.#run()
  }

  /** Tells the PBX our way again, after a new registration. */
  refresh(): void {
    this.#refreshWanted = true
    void this.#run()
  }

  /** An answer of ours went, or is about to go, to the other side: it owes an ACK. */
  awaitAck(): void {
    // With an offer of our own in flight SIP.js refuses theirs (491), and its ACK is not told.
    if (!this.#offering) this.#ackAwaited = true
  }

  acknowledged(): void {
    this.#ackAwaited = false
    this.#stopWaiting?.()
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
      if (this.#ackAwaited) {
        await this.#wait(ackWaitMs)
        this.#ackAwaited = false
        continue
      }
      const hold = this.#wantedHold
      const refreshing = this.#refreshWanted
      this.#refreshWanted = false
      this.#offering = true
      const outcome = await this.#ports.offer({ hold, iceRestart: this.#ports.needsIceRestart() })
      this.#offering = false
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
    if (this.#withdrawn && !this.#over) {
      this.#withdrawn = false
      this.#ports.onHold(this.#agreedHold)
    }
  }

  #settle(outcome: OfferOutcome, hold: boolean, refreshing: boolean): void {
    if (outcome === 'gone') {
      this.#over = true
      this.#ports.onGone()
      return
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
