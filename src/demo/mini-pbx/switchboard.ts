import { Emitter } from '#shared/emitter.ts'
import { type MemberStatus, memberStatuses } from './call-queue.ts'
import { dial } from './dialplan.ts'
import type { Identity } from './identity.ts'
import { SimulatedParty } from './party.ts'
import { PhoneLeg } from './phone-leg.ts'
import { RingGroup } from './ring-group.ts'
import { userOf } from './sip-address.ts'
import type { SipHeaders, SipRequest } from './sip-message.ts'
import { type TransferHost, type TransferNews, transfer } from './transfer.ts'
import type { SipConnection } from './ws-door.ts'

export type SwitchNews =
  | { type: 'dialled'; callId: string; extension: string; number: string }
  | { type: 'key'; callId: string; extension: string; key: string }
  | ({ type: 'transferred' } & TransferNews)

export type SwitchHost = TransferHost & { newCallId: () => string }

export type RingOutcome =
  | { answeredBy: string }
  | { failed: 'nobody' | 'refused' | 'noAnswer'; status: number | null }

/** This much silence on the wire of a call means that the phone is gone; as rtp_timeout on the real PBX. */
const rtpTimeoutMs = 30_000

/** Where calls meet: phones that call, customers that ring them, transfers. */
export class Switchboard {
  readonly news = new Emitter<SwitchNews>()
  readonly #host: SwitchHost
  readonly #customers = new Set<SimulatedParty>()
  readonly #watch: NodeJS.Timeout

  constructor(host: SwitchHost) {
    this.#host = host
    host.legs.changed.on((extension) => this.refreshStatus(extension))
    host.parties.news.on((news) => {
      const { callId, leg } = news.party
      if (news.type === 'key') {
        this.news.emit({ type: 'key', callId, extension: leg.extension, key: news.key })
        return
      }
      transfer(host, news.party, news.request, (told) => this.news.emit({ type: 'transferred', ...told }))
    })
    this.#watch = setInterval(() => this.#endDeadLegs(), 1_000)
    this.#watch.unref()
  }

  /** A phone calls somebody. */
  takeCall(extension: string, request: SipRequest, connection: SipConnection): void {
    const leg = PhoneLeg.fromPhone(this.#host.legHost, extension, request, connection)
    if (!leg) throw new Error('an INVITE without From, To, Call-ID or Contact')
    const number = userOf(request.uri)
    this.#host.legs.add({ leg, remote: { number, name: '' }, direction: 'outgoing' })
    const caller = this.#host.parties.make(leg, this.#host.newCallId())
    this.news.emit({ type: 'dialled', callId: caller.callId, extension, number })
    const attempt = dial(this.#host, caller, number, [], {
      ringing: () => leg.ringback(),
      // When its media cannot be set up the leg ends, and with it whatever it is connected to.
      taken: (by) => void leg.answer(by),
      answered: (peer) => {
        this.#host.bridge.connect(caller, peer)
        void leg.answer(peer.identity)
      },
      failed: (status, reason) => leg.refuse(status, reason ? [['Reason', reason]] : []),
    })
    leg.news.on((news) => {
      if (news.type === 'over') attempt.stop()
    })
  }

  /** Somebody outside, not yet talking with anybody. */
  newCustomer(identity: Identity): SimulatedParty {
    const customer = new SimulatedParty(this.#host.pacer, this.#host.newCallId(), identity, 'murmur')
    this.#customers.add(customer)
    customer.over.on(() => this.#customers.delete(customer))
    return customer
  }

  /** Rings these extensions for a customer; the first to answer talks with them. Never rejects. */
  ring(customer: SimulatedParty, extensions: readonly string[], headers: SipHeaders): Promise<RingOutcome> {
    const group = new RingGroup(this.#host, customer, headers)
    return new Promise((resolve) => {
      let outcome: RingOutcome = { failed: 'noAnswer', status: null }
      const stops: Array<() => void> = []
      const finish = () => {
        for (const stop of stops) stop()
        resolve(outcome)
      }
      stops.push(
        customer.over.on(() => {
          group.stop(['Q.850;cause=127'])
          finish()
        }),
        group.news.on((news) => {
          if (news.type === 'ringing') return
          if (news.type === 'answered') {
            this.#host.bridge.connect(customer, news.party)
            customer.speak()
            outcome = { answeredBy: news.party.leg.extension }
            finish()
            return
          }
          if (news.type === 'refused') outcome = { failed: 'refused', status: news.status }
          if (group.ringing.length === 0) finish()
        }),
      )
      const rung = extensions.filter((extension) => group.add(extension, this.#host.dispatcherRingMs))
      if (rung.length > 0) return
      outcome = { failed: 'nobody', status: null }
      finish()
    })
  }

  /** What a queue should think of this extension now. */
  statusOf(extension: string): MemberStatus {
    if (!this.#host.registrar.find(extension)) return memberStatuses.unavailable
    const entries = this.#host.legs.of(extension)
    const rings = entries.some(({ leg, direction }) => direction === 'incoming' && leg.state !== 'up')
    const talks = entries.some(({ leg, direction }) => direction === 'outgoing' || leg.state === 'up')
    if (talks) return rings ? memberStatuses.ringingInUse : memberStatuses.inUse
    return rings ? memberStatuses.ringing : memberStatuses.free
  }

  /** Tells the queues of an extension whose legs or registration changed. */
  refreshStatus(extension: string): void {
    const status = this.statusOf(extension)
    for (const { queue } of new Set(this.#host.queues.values())) queue.setStatus(extension, status)
  }

  close(): void {
    clearInterval(this.#watch)
    this.#host.parking.close()
    for (const leg of this.#host.legs.all()) leg.abandon()
    for (const customer of [...this.#customers]) customer.hangUp()
  }

  #endDeadLegs(): void {
    for (const leg of this.#host.legs.all()) {
      if (leg.state === 'up' && leg.media.silentForMs > rtpTimeoutMs) leg.hangUp('Q.850;cause=44')
    }
  }
}
