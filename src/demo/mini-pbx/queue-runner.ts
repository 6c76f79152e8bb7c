import type { Bridge } from './bridge.ts'
import type { CallQueue } from './call-queue.ts'
import type { Party, PhoneParty } from './party.ts'
import { RingGroup, type RingHost } from './ring-group.ts'
import type { SipHeaders } from './sip-message.ts'

export type QueueCall = {
  party: Party
  headers: SipHeaders
  /** The first member has answered; both already hear each other. */
  answered(extension: string): void
}

type Waiting = QueueCall & { group: RingGroup; stops: Array<() => void> }

/** One ring of a phone in a queue before the queue gives it up for a while. */
const memberRingMs = 20_000

/** Makes a call queue ring: it asks the rules whom, and tells them what came of it. */
export class QueueRunner {
  readonly queue: CallQueue
  readonly #host: RingHost
  readonly #bridge: Bridge
  readonly #now: () => number
  readonly #waiting = new Map<string, Waiting>()
  #retry: NodeJS.Timeout | null = null
  #looking = false

  constructor(queue: CallQueue, host: RingHost, bridge: Bridge, now: () => number) {
    this.queue = queue
    this.#host = host
    this.#bridge = bridge
    this.#now = now
    // Who became free, came back or left makes room or work.
    queue.news.on(() => this.look())
  }

  /** Puts a caller at the end of the queue. The caller's phone hears music until somebody answers. */
  join(call: QueueCall): void {
    const { party } = call
    const id = party.callId
    const group = new RingGroup(this.#host, party, [...call.headers, ['X-Queue', this.queue.name]])
    const waiting: Waiting = { ...call, group, stops: [] }
    waiting.stops.push(
      this.#bridge.music(party),
      party.over.on(() => {
        this.#forget(id)
        group.stop(['Q.850;cause=0'])
        this.queue.abandon(id, this.#now())
      }),
      group.news.on((news) => {
        if (news.type === 'answered') this.#answered(waiting, news.extension, news.party)
        if (news.type === 'refused' || news.type === 'noAnswer') {
          this.queue.notAnswered(news.extension, this.#now())
          this.look()
        }
      }),
    )
    this.#waiting.set(id, waiting)
    this.queue.join({ id, ...party.identity }, this.#now())
  }

  /** Rings whoever may ring now. Its own news ask for the same again: one look at a time is enough. */
  look(): void {
    if (this.#looking) return
    this.#looking = true
    queueMicrotask(() => {
      this.#looking = false
      this.#ringFree()
    })
  }

  close(): void {
    if (this.#retry) clearTimeout(this.#retry)
    for (const id of [...this.#waiting.keys()]) this.#forget(id)
  }

  #ringFree(): void {
    const now = this.#now()
    const next = this.queue.toRing(now)
    const waiting = next && this.#waiting.get(next.caller.id)
    if (!next || !waiting) return
    for (const extension of next.extensions) {
      this.queue.called(next.caller.id, extension, now)
      if (!waiting.group.add(extension, memberRingMs)) this.queue.notAnswered(extension, now)
    }
    if (this.#retry) clearTimeout(this.#retry)
    if (next.retryAt !== null) this.#retry = setTimeout(() => this.look(), next.retryAt - now)
  }

  /** `member` is another phone than that of the extension when the call was picked up; the queue counts its own member. */
  #answered(waiting: Waiting, extension: string, member: PhoneParty): void {
    const { party } = waiting
    this.#forget(party.callId)
    this.queue.connected(party.callId, extension, this.#now())
    const complete = (by: 'caller' | 'agent') => {
      for (const stop of stops) stop()
      // The member put the caller through to somebody else and left: the call goes on without the queue.
      const transferred = by === 'agent' && !party.isOver && this.#bridge.peerOf(party) !== member
      this.queue.completed(party.callId, transferred ? 'transfer' : by, this.#now())
    }
    // Told before the bridge hangs the other one up: whoever left first is named.
    const stops = [party.over.on(() => complete('caller')), member.over.on(() => complete('agent'))]
    this.#bridge.connect(party, member)
    waiting.answered(member.leg.extension)
  }

  #forget(id: string): void {
    for (const stop of this.#waiting.get(id)?.stops ?? []) stop()
    this.#waiting.delete(id)
  }
}
