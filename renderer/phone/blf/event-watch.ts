import { Subscriber, SubscriptionState, type URI, type UserAgent } from 'sip.js'
import { fullJitterMs } from '#shared/backoff.ts'

export type EventWatchPorts = {
  random: () => number
  after: (ms: number, then: () => void) => () => void
}

/** What is watched: an event package of one address, and the body it comes in. */
export type Watched = { uri: URI; event: 'dialog' | 'message-summary'; accept: string }

/** SIP.js refreshes by itself before this is over, s. */
const expiresS = 600
/** A PBX that says no says so for a reason that lasts: no such hint, no right. */
const retry = { baseMs: 30_000, capMs: 10 * 60_000 }

/** One subscription on one socket (RFC 6665), kept until it is stopped: what the PBX ends is asked for again later. */
export class EventWatch {
  readonly #ports: EventWatchPorts
  readonly #agent: UserAgent
  readonly #watched: Watched
  readonly #onBody: (body: string) => void
  readonly #onLost: () => void
  #subscriber: Subscriber | null = null
  #stopRetry: () => void = () => {}
  #failures = 0
  #stopped = false

  constructor(
    ports: EventWatchPorts,
    agent: UserAgent,
    watched: Watched,
    news: { onBody: (body: string) => void; onLost: () => void },
  ) {
    this.#ports = ports
    this.#agent = agent
    this.#watched = watched
    this.#onBody = news.onBody
    this.#onLost = news.onLost
  }

  begin(): void {
    const { uri, event, accept } = this.#watched
    const subscriber = new Subscriber(this.#agent, uri, event, {
      expires: expiresS,
      extraHeaders: [`Accept: ${accept}`],
    })
    this.#subscriber = subscriber
    subscriber.delegate = {
      onNotify: (notification) => {
        void notification.accept().catch(ignore)
        const { body } = notification.request
        if (this.#stopped || subscriber !== this.#subscriber || body === '') return
        this.#failures = 0
        this.#onBody(body)
      },
    }
    subscriber.stateChange.addListener((state) => {
      if (state === SubscriptionState.Terminated && subscriber === this.#subscriber) this.#lost()
    })
    void subscriber.subscribe().catch(ignore)
  }

  /** Asks for the whole state anew. */
  refresh(): void {
    void this.#subscriber?.subscribe().catch(ignore)
  }

  /** Ends it at the PBX too, as far as the PBX can be reached. */
  stop(): void {
    this.#stopped = true
    this.#stopRetry()
    const subscriber = this.#subscriber
    this.#subscriber = null
    void subscriber?.dispose().catch(ignore)
  }

  #lost(): void {
    this.#subscriber = null
    if (this.#stopped) return
    this.#onLost()
    const wait = retry.baseMs + fullJitterMs(this.#failures++, this.#ports.random, retry)
    this.#stopRetry = this.#ports.after(wait, () => this.begin())
  }
}

function ignore(): void {}
