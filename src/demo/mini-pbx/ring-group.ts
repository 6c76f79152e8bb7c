import { Emitter } from '#shared/emitter.ts'
import type { LegBook } from './leg-book.ts'
import type { Party, PhoneParty } from './party.ts'
import type { PartyBook } from './party-book.ts'
import { type LegHost, PhoneLeg } from './phone-leg.ts'
import type { Registrar } from './registrar.ts'
import type { SipHeaders } from './sip-message.ts'

export type RingNews =
  | { type: 'ringing'; extension: string }
  /** The others have been told to stop. `party` is another phone than the extension's when the call was picked up. */
  | { type: 'answered'; extension: string; party: PhoneParty }
  | { type: 'refused'; extension: string; status: number }
  | { type: 'noAnswer'; extension: string }

export type RingHost = {
  legHost: LegHost
  registrar: Registrar
  legs: LegBook
  parties: PartyBook
  /** Which group each leg rings for, while it does. */
  rings: Map<PhoneLeg, RingGroup>
  newUniqueId: () => string
}

/** What Asterisk tells the phones that lost: RFC 3326, two headers. */
export const completedElsewhere = ['SIP;cause=200;text="Call completed elsewhere"', 'Q.850;cause=26'] as const

/** Several phones that ring for one caller; the first to answer has the call. */
export class RingGroup {
  readonly news = new Emitter<RingNews>()
  readonly #host: RingHost
  readonly #caller: Pick<Party, 'callId' | 'identity'>
  readonly #headers: SipHeaders
  readonly #ringing = new Map<string, { leg: PhoneLeg; timer: NodeJS.Timeout }>()
  #done = false

  /** `headers` are added to the INVITEs; one of the same name replaces ours. */
  constructor(host: RingHost, caller: Pick<Party, 'callId' | 'identity'>, headers: SipHeaders) {
    this.#host = host
    this.#caller = caller
    this.#headers = headers
  }

  /** For whom it rings. */
  get caller(): Pick<Party, 'callId' | 'identity'> {
    return this.#caller
  }

  /** Extensions that ring or are about to. */
  get ringing(): string[] {
    return [...this.#ringing.keys()]
  }

  /** Rings one more phone for `ringMs`; false when it is not registered or rings already. */
  add(extension: string, ringMs: number): boolean {
    if (this.#done || this.#ringing.has(extension)) return false
    const phone = this.#host.registrar.find(extension)
    if (!phone) return false
    const leg = PhoneLeg.toPhone(this.#host.legHost, phone, this.#caller.identity)
    let timedOut = false
    const timer = setTimeout(() => {
      timedOut = true
      leg.giveUp(['Q.850;cause=19;text="No answer"'])
    }, ringMs)
    this.#ringing.set(extension, { leg, timer })
    this.#host.rings.set(leg, this)
    leg.news.on((news) => {
      if (news.type === 'ringing') this.news.emit({ type: 'ringing', extension })
      if (news.type === 'answered') this.#answered(extension, leg)
      if (news.type !== 'over' || !this.#forget(extension, leg) || this.#done) return
      if (timedOut) this.news.emit({ type: 'noAnswer', extension })
      else this.news.emit({ type: 'refused', extension, status: news.status ?? 480 })
    })
    this.#host.legs.add({ leg, remote: this.#caller.identity, direction: 'incoming' })
    const given = new Set(this.#headers.map(([name]) => name.toLowerCase()))
    const own: SipHeaders = [
      ['X-Call-Id', this.#caller.callId],
      ['X-Uniqueid', this.#host.newUniqueId()],
    ]
    const headers = [...own.filter(([name]) => !given.has(name.toLowerCase())), ...this.#headers]
    // Media that cannot be set up leaves nothing to ring with.
    leg.ring(this.#caller.identity, headers).catch(() => leg.abandon())
    return true
  }

  /** Another phone takes the call that rings at this extension: from here on as if it had been rung and had answered. */
  pickUp(extension: string, party: PhoneParty): void {
    this.stop(completedElsewhere)
    this.news.emit({ type: 'answered', extension, party })
  }

  /** Nobody needs to answer any more. */
  stop(reasons: readonly string[]): void {
    this.#done = true
    for (const { leg, timer } of this.#ringing.values()) {
      clearTimeout(timer)
      this.#host.rings.delete(leg)
      leg.giveUp(reasons)
    }
    this.#ringing.clear()
  }

  #answered(extension: string, leg: PhoneLeg): void {
    this.#forget(extension, leg)
    if (this.#done) {
      leg.hangUp(completedElsewhere[0])
      return
    }
    this.stop(completedElsewhere)
    const party = this.#host.parties.make(leg, this.#caller.callId)
    this.news.emit({ type: 'answered', extension, party })
  }

  #forget(extension: string, leg: PhoneLeg): boolean {
    const known = this.#ringing.get(extension)
    if (known?.leg !== leg) return false
    clearTimeout(known.timer)
    this.#ringing.delete(extension)
    this.#host.rings.delete(leg)
    return true
  }
}
