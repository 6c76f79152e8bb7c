import { Emitter } from '#shared/emitter.ts'
import { PhoneParty } from './party.ts'
import type { PhoneLeg } from './phone-leg.ts'
import type { SipRequest } from './sip-message.ts'

export type PartyNews =
  | { type: 'key'; party: PhoneParty; key: string }
  | { type: 'refer'; party: PhoneParty; request: SipRequest }

/** The party of each leg that lives: one leg, one party, however the leg came about. */
export class PartyBook {
  readonly news = new Emitter<PartyNews>()
  readonly #people: ReadonlyMap<string, string>
  readonly #byLeg = new Map<PhoneLeg, PhoneParty>()

  /** `people` are names by extension. */
  constructor(people: ReadonlyMap<string, string>) {
    this.#people = people
  }

  make(leg: PhoneLeg, callId: string): PhoneParty {
    const name = this.#people.get(leg.extension) ?? ''
    const party = new PhoneParty(leg, callId, { number: leg.extension, name })
    this.#byLeg.set(leg, party)
    leg.news.on((news) => {
      if (news.type === 'over') this.#byLeg.delete(leg)
      if (news.type === 'key') this.news.emit({ type: 'key', party, key: news.key })
      if (news.type === 'refer') this.news.emit({ type: 'refer', party, request: news.request })
    })
    return party
  }

  find(leg: PhoneLeg): PhoneParty | null {
    return this.#byLeg.get(leg) ?? null
  }
}
