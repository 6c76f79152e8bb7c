import type { Session } from 'sip.js'
import type { Call, CallState } from '#domain/call/call.ts'
import type { QualitySummary } from '#domain/call/quality-summary.ts'
import type { CallId } from '#domain/ids.ts'
import { ok, type Result, refuse } from '#shared/result.ts'
import type { MediaPort } from '../media/media-port.ts'
import type { PhoneRefusal } from '../phone.ts'
import type { CallBook } from './call-book.ts'
import type { CallNews } from './call-news.ts'
import { SipCall } from './sip-call.ts'

/** What a verb of the phone came to. */
export type Did = Promise<Result<null, PhoneRefusal>>

export type CallSessionsPorts = {
  book: CallBook
  media: MediaPort
  newCallId: () => CallId
  /** How this call sounded so far. */
  qualityOf: (id: CallId) => QualitySummary | null
  now: () => number
  random: () => number
  after: (ms: number, then: () => void) => () => void
}

/** The SIP sessions behind the calls of the book: one of each call that is not over. */
export class CallSessions {
  readonly #ports: CallSessionsPorts
  readonly #sessions = new Map<CallId, SipCall>()
  /** The desk lets these talk at once. */
  onDesk: (together: readonly CallId[]) => void = () => {}
  /** The desk has a conversation of another phone page coming: whoever talks is held for it. */
  onTaking: (call: Call) => void = () => {}
  /** It came: the dispatcher talks there. The book has had it as a conversation all the time. */
  onTaken: (id: CallId) => void = () => {}

  constructor(ports: CallSessionsPorts) {
    this.#ports = ports
  }

  get(id: CallId): SipCall | null {
    return this.#sessions.get(id) ?? null
  }

  /** Makes a session a call of ours, or the session of a call there is; its first event is for the caller to tell. */
  adopt(session: Session, id: CallId = this.#ports.newCallId()): SipCall {
    const { media, random, after } = this.#ports
    const call = new SipCall(session, {
      id,
      tell: (news) => this.tell(id, news),
      media,
      random,
      after,
      onEnded: () => this.forget(id),
    })
    this.#sessions.set(id, call)
    return call
  }

  forget(id: CallId): void {
    this.#sessions.delete(id)
  }

  tell(callId: CallId, news: CallNews): void {
    // Asked before the call is over: then nobody knows it any longer.
    const said = news.type === 'ended' ? { ...news, quality: this.#ports.qualityOf(callId) } : news
    this.#ports.book.tell({ ...said, callId, at: this.#ports.now() })
  }

  /** The session of a call that is in one of these states, or why not. */
  find(id: CallId, states: readonly CallState[]): Result<SipCall, PhoneRefusal> {
    const call = this.#ports.book.get(id)
    if (!call) return refuse({ why: 'noSuchCall' })
    const session = this.get(id)
    return session && states.includes(call.state) ? ok(session) : refuse({ why: 'notNow', state: call.state })
  }

  notNow(id: CallId): Result<never, PhoneRefusal> {
    return refuse({ why: 'notNow', state: this.#ports.book.get(id)?.state ?? 'over' })
  }

  each(work: (call: SipCall) => void): void {
    for (const call of [...this.#sessions.values()]) work(call)
  }
}
