import type { Bridge } from './bridge.ts'
import type { Identity } from './identity.ts'
import type { QueueRunner } from './queue-runner.ts'
import type { SipHeaders } from './sip-message.ts'
import type { Switchboard } from './switchboard.ts'

/** How a customer's call ended. */
export type CallEnd =
  | { why: 'hungUp'; by: 'customer' | 'pbx' }
  /** The customer gave up before anybody answered. */
  | { why: 'abandoned' }
  /** Every phone refused; `status` is the last refusal, such as 486. */
  | { why: 'refused'; status: number }
  | { why: 'noAnswer' }
  /** No phone of those asked for is registered. */
  | { why: 'nobody' }

export type CallStats = {
  /** Packets of 20 ms that the customer heard and said. */
  heard: number
  said: number
  /** Packets between the PBX and the phone the customer talks with now; null when there is none. */
  phone: { extension: string; received: number; sent: number; held: boolean } | null
}

export type PlacedCall = {
  /** X-Call-Id of every leg; Uniqueid and Linkedid in AMI. */
  readonly id: string
  /** The extension that answered, or null when the call ended before. */
  readonly answered: Promise<string | null>
  readonly ended: Promise<CallEnd>
  /** The customer puts the receiver down. */
  hangUp(): void
  stats(): CallStats
}

type CallNews =
  | { type: 'customerCalled'; callId: string; number: string }
  | { type: 'answered'; callId: string; extension: string }
  | { type: 'ended'; callId: string }

type Parts = { switchboard: Switchboard; bridge: Bridge; tell(news: CallNews): void }

/** Lets a simulated customer call some extensions or a queue. Its promises never reject. */
export function placeCall(
  { switchboard, bridge, tell }: Parts,
  target: { queue: QueueRunner } | { extensions: readonly string[] },
  identity: Identity,
  headers: SipHeaders,
): PlacedCall {
  const customer = switchboard.newCustomer(identity)
  const { callId } = customer
  const answered = Promise.withResolvers<string | null>()
  const ended = Promise.withResolvers<CallEnd>()
  let isAnswered = false
  let failure: CallEnd | null = null
  customer.over.on(({ by }) => {
    answered.resolve(null)
    const hungUp: CallEnd = { why: 'hungUp', by: by === 'itself' ? 'customer' : 'pbx' }
    ended.resolve(failure ?? (isAnswered ? hungUp : { why: 'abandoned' }))
    tell({ type: 'ended', callId })
  })
  const onAnswer = (extension: string) => {
    isAnswered = true
    answered.resolve(extension)
    tell({ type: 'answered', callId, extension })
  }
  tell({ type: 'customerCalled', callId, number: identity.number })
  if ('queue' in target) {
    target.queue.join({
      party: customer,
      headers,
      answered: (extension) => {
        customer.speak()
        onAnswer(extension)
      },
    })
  } else {
    void switchboard.ring(customer, target.extensions, headers).then((outcome) => {
      if ('answeredBy' in outcome) {
        onAnswer(outcome.answeredBy)
        return
      }
      if (outcome.failed === 'refused') failure = { why: 'refused', status: outcome.status ?? 480 }
      else failure = { why: outcome.failed }
      customer.hangUp()
    })
  }
  return {
    id: callId,
    answered: answered.promise,
    ended: ended.promise,
    hangUp: () => customer.leave(),
    stats: () => {
      const leg = bridge.peerOf(customer)?.leg ?? null
      const phone = leg && { extension: leg.extension, ...leg.media.packets, held: leg.media.heldByPhone }
      return { ...customer.packets, phone }
    },
  }
}
