import { ORPCError } from '@orpc/client'
import type { Shape } from '#domain/entities.ts'
import { fullJitterMs } from '#shared/backoff.ts'
import { type Page, pageRowsAtWork, pageRowsMax } from '#wire/feed.ts'
import { DeskUnreachable } from '../desk-link.ts'
import type { Applied } from '../store/store.ts'
import type { Workstation } from '../workstation.ts'
import { isCode } from './desk-failure.ts'
import type { DeskTokens } from './desk-tokens.ts'
import { Waiter } from './waiter.ts'

/** What a follower tells the one who runs it. */
export interface FollowerHooks {
  /** A page is in the cache. */
  applied(shape: Shape, page: Page, applied: Extract<Applied, { kind: 'applied' }>): void
  /** The feed was begun anew from nothing. */
  reset(shape: Shape, reason: string): void
  /** Everything up to now is here and the stream is open. */
  live(shape: Shape): void
}

/** A stream that ends sooner than this did not work: proxies that buffer or cut event streams do that. */
const streamWorksMs = 5_000
/** After so many streams that did not work, long polls are used for a while. */
const failedStreamsMax = 2
/** A stream that ended at once is opened anew after a moment, later each time. */
const reopen = { baseMs: 250, capMs: 5_000 }
/** Another request may have moved the cursor under a page once or twice; not more often. */
const strayPagesMax = 3
const longPollForMs = 300_000
const longPollS = 25

/**
 * Follows one feed: pages until it is caught up, then the live stream; long polls where streams do not get through.
 * A page is applied only where the cache stands. Throws what the desk or the network said; the caller comes again.
 */
export class FeedFollower {
  readonly #shape: Shape
  readonly #work: Workstation
  readonly #tokens: DeskTokens
  readonly #hooks: FollowerHooks
  #failedStreams = 0
  #strayPages = 0
  #pollUntil = 0

  constructor(shape: Shape, work: Workstation, tokens: DeskTokens, hooks: FollowerHooks) {
    this.#shape = shape
    this.#work = work
    this.#tokens = tokens
    this.#hooks = hooks
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#catchUp(signal)
      if (signal.aborted) return
      this.#hooks.live(this.#shape)
      if (this.#work.ports.clock.monotonic() < this.#pollUntil) await this.#pull(longPollS, signal)
      else await this.#stream(signal)
      if (this.#failedStreams > 0) {
        const { clock, random } = this.#work.ports
        await new Waiter(clock).wait(fullJitterMs(this.#failedStreams, random, reopen), signal)
      }
    }
  }

  async #catchUp(signal: AbortSignal): Promise<void> {
    this.#strayPages = 0
    while (!signal.aborted && (await this.#pull(0, signal))) {
      // Asked from where we stand, it answers from elsewhere: coming again at once would only make noise.
      if (this.#strayPages > strayPagesMax) throw new DeskUnreachable('failing')
      // More pages wait; the window's questions get their turn between two of them.
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  /** One page. Answers whether there is more. */
  async #pull(waitS: number, signal: AbortSignal): Promise<boolean> {
    const { cursor, whole } = this.#work.store.shapeState(this.#shape)
    const input = {
      shape: this.#shape,
      rows: whole ? pageRowsAtWork : pageRowsMax,
      consoleId: this.#work.consoleId,
      waitS,
      ...(cursor ? { cursor } : {}),
    }
    try {
      const page = await this.#tokens.ask((client) => client.sync.feed(input, { signal }), signal)
      return this.#take(page) !== 'taken' || page.more
    } catch (error) {
      return this.#resetOr(error)
    }
  }

  async #stream(signal: AbortSignal): Promise<void> {
    const { clock } = this.#work.ports
    const { cursor } = this.#work.store.shapeState(this.#shape)
    const input = { shape: this.#shape, consoleId: this.#work.consoleId, ...(cursor ? { cursor } : {}) }
    const began = clock.monotonic()
    let opened = false
    try {
      const pages = await this.#tokens.ask((client) => client.sync.stream(input, { signal }), signal)
      opened = true
      try {
        for await (const page of heard(pages)) {
          if (signal.aborted) return
          this.#failedStreams = 0
          if (this.#take(page) === 'elsewhere') return
        }
      } finally {
        await pages.return?.(undefined)
      }
    } catch (error) {
      if (signal.aborted) return
      // The token it was opened with ran out: an ordinary end, it is opened again with the next one.
      if (opened && isCode(error, 'SIGNED_OUT')) return
      if (error instanceof DeskUnreachable && error.why !== 'refused') this.#countShort(began)
      this.#resetOr(error)
      return
    }
    this.#countShort(began)
  }

  #countShort(began: number): void {
    const { clock, log } = this.#work.ports
    if (clock.monotonic() - began >= streamWorksMs) return
    this.#failedStreams += 1
    if (this.#failedStreams < failedStreamsMax) return
    this.#failedStreams = 0
    this.#pollUntil = clock.monotonic() + longPollForMs
    log.warn('sync.longPoll', { shape: this.#shape })
  }

  #take(page: Page): 'taken' | 'elsewhere' {
    const applied = this.#work.store.applyPage(this.#shape, page)
    if (applied.kind === 'applied') {
      this.#hooks.applied(this.#shape, page, applied)
      return 'taken'
    }
    // Another request brought the same stretch a moment before: the stream goes on from where it ends.
    if (page.to === this.#work.store.shapeState(this.#shape).cursor) return 'taken'
    this.#strayPages += 1
    return 'elsewhere'
  }

  #resetOr(error: unknown): true {
    if (!isCode(error, 'RESET')) throw error
    const data = error.data
    const reason = typeof data === 'object' && data !== null && 'reason' in data ? String(data.reason) : ''
    this.#work.store.resetShape(this.#shape)
    this.#hooks.reset(this.#shape, reason)
    return true
  }
}

/** The pages of a stream. One that broke off within a page, or was ended on the way as if it were over, is a cut one. */
async function* heard(pages: AsyncIterable<Page>): AsyncGenerator<Page, void, void> {
  const iterator = pages[Symbol.asyncIterator]()
  for (;;) {
    const next = await iterator.next().catch((error: unknown) => {
      const known = error instanceof DeskUnreachable || error instanceof ORPCError
      throw known ? error : new DeskUnreachable('cut', { cause: error })
    })
    if (next.done) return
    yield next.value
  }
}
