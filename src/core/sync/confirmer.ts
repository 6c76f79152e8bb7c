import type { Shape } from '#domain/entities.ts'
import { pageRowsAtWork } from '#wire/feed.ts'
import type { Workstation } from '../workstation.ts'
import type { DeskTokens } from './desk-tokens.ts'
import type { FollowerHooks } from './feed-follower.ts'
import { Waiter } from './waiter.ts'

/** By then the streams have usually said it: asking earlier would only race with them. */
const firstMs = 1_000
const longestMs = 10_000

/**
 * An applied change stays in the optimistic view until its effect came by every feed. The streams say up to which
 * number that is; where they do not (long polls, a stream that was just opened anew), the feeds are asked here.
 */
export class Confirmer {
  readonly #work: Workstation
  readonly #tokens: DeskTokens
  readonly #shapes: readonly Shape[]
  readonly #applied: FollowerHooks['applied']
  readonly #confirm: () => void
  readonly #waiter: Waiter

  constructor(
    work: Workstation,
    tokens: DeskTokens,
    shapes: readonly Shape[],
    { applied, confirm }: { applied: FollowerHooks['applied']; confirm: () => void },
  ) {
    this.#work = work
    this.#tokens = tokens
    this.#shapes = shapes
    this.#applied = applied
    this.#confirm = confirm
    this.#waiter = new Waiter(work.ports.clock)
  }

  poke(): void {
    this.#waiter.poke()
  }

  async run(signal: AbortSignal): Promise<void> {
    let wait = firstMs
    while (!signal.aborted) {
      const applied = this.#work.outbox.applied()
      if (applied === null) {
        await this.#waiter.wait(null, signal)
        wait = firstMs
        continue
      }
      await new Waiter(this.#work.ports.clock).wait(wait, signal)
      wait = Math.min(wait * 2, longestMs)
      for (const shape of this.#shapes) {
        if (signal.aborted) return
        if (this.#work.store.shapeState(shape).lastN < applied.last) await this.#ask(shape, signal)
      }
      this.#confirm()
    }
  }

  async #ask(shape: Shape, signal: AbortSignal): Promise<void> {
    const { cursor, whole } = this.#work.store.shapeState(shape)
    // While the feed is being filled its follower brings the pages, and with them the number.
    if (!whole || cursor === null) return
    const input = { shape, consoleId: this.#work.consoleId, cursor, waitS: 0, rows: pageRowsAtWork }
    const page = await this.#tokens.ask((client) => client.sync.feed(input, { signal }), signal)
    const applied = this.#work.store.applyPage(shape, page)
    if (applied.kind === 'applied') this.#applied(shape, page, applied)
  }
}

/** Settles what came back by every feed. Answers whether the optimistic view lost something by it. */
export function confirmUpTo(work: Workstation, shapes: readonly Shape[]): boolean {
  const applied = work.outbox.applied()
  if (applied === null) return false
  let lastN = Number.POSITIVE_INFINITY
  for (const shape of shapes) {
    lastN = Math.min(lastN, work.store.shapeState(shape).lastN)
    // Asked at every page of every feed: most bring nobody's effect, and a commit would wait for the disk.
    if (lastN < applied.first) return false
  }
  return work.durably(() => work.outbox.confirm(lastN, work.ports.clock.now()))
}
