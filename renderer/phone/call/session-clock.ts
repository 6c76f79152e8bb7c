import type { Core, Session } from 'sip.js'
import { answerTimer, type SessionTimer, timerDeadline, timerOfAnswer } from '#domain/call/session-timer.ts'

export type SessionClockPorts = {
  after: (ms: number, then: () => void) => () => void
  /** Half of the interval is gone and the refresh is ours. */
  refresh: () => void
  /** Nobody refreshed: the other side is gone (RFC 4028 §10). */
  expire: () => void
}

/** The session timer of one call (RFC 4028), which SIP.js has not: agreed in each INVITE and its answer, then watched. */
export class SessionClock {
  readonly #ports: SessionClockPorts
  #timer: SessionTimer | null = null
  #stop: (() => void) | null = null

  constructor(ports: SessionClockPorts) {
    this.#ports = ports
  }

  /** Headers of our 2xx to their INVITE or re-INVITE; an interval shorter than the RFC's least binds us to nothing. */
  answer(request: Core.IncomingRequestMessage): string[] {
    const supported = request.getHeaders('supported').flatMap((value) => value.split(','))
    const answer = answerTimer({
      sessionExpires: request.getHeader('session-expires') ?? request.getHeader('x') ?? null,
      supportsTimer: supported.some((tag) => tag.trim().toLowerCase() === 'timer'),
    })
    this.#set(answer.kind === 'timer' ? answer.timer : null)
    return answer.kind === 'timer' ? [`Session-Expires: ${answer.header}`, 'Require: timer'] : []
  }

  /** Headers of our own re-INVITE: what was agreed stays agreed. */
  get offer(): string[] {
    if (this.#timer === null) return []
    const { seconds, refresher } = this.#timer
    return [`Session-Expires: ${seconds};refresher=${refresher === 'us' ? 'uac' : 'uas'}`]
  }

  /** The 2xx to an INVITE or re-INVITE of ours. */
  answered(response: Core.IncomingResponseMessage): void {
    this.#set(timerOfAnswer(response.getHeader('session-expires') ?? response.getHeader('x') ?? null))
  }

  end(): void {
    this.#set(null)
  }

  #set(timer: SessionTimer | null): void {
    this.#stop?.()
    this.#timer = timer
    this.#stop = timer && this.#wait(timer)
  }

  #wait(timer: SessionTimer): () => void {
    const { at, act } = timerDeadline(timer, 0)
    return this.#ports.after(at, () => {
      if (act === 'bye') {
        this.#ports.expire()
        return
      }
      this.#ports.refresh()
      // Our refresh that nobody answers ends the session as one of theirs that does not come.
      const end = timerDeadline({ ...timer, refresher: 'them' }, 0)
      this.#stop = this.#ports.after(end.at - at, () => this.#ports.expire())
    })
  }
}

/** SIP.js answers a re-INVITE with headers of its own only: `headers` are put into its 2xx. */
export function stampReinviteAnswers(
  session: Session,
  headers: (request: Core.IncomingRequestMessage) => string[],
): void {
  // Its handler is protected and looked up at each request: put before it on this one session.
  const answer: unknown = Reflect.get(session, 'onInviteRequest')
  if (typeof answer !== 'function') throw new Error('SIP.js has no onInviteRequest')
  const stamped = (request: Core.IncomingInviteRequest) => {
    const accept = request.accept.bind(request)
    request.accept = (options) =>
      accept({
        statusCode: 200,
        ...options,
        extraHeaders: [...(options?.extraHeaders ?? []), ...headers(request.message)],
      })
    answer.call(session, request)
  }
  Reflect.set(session, 'onInviteRequest', stamped)
}
