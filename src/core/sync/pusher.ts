import type { Refusal } from '#domain/intent/refusal.ts'
import { fullJitterMs } from '#shared/backoff.ts'
import { type PushAnswer, pushMax } from '#wire/push.ts'
import type { Change } from '../outbox/outbox.ts'
import type { Workstation } from '../workstation.ts'
import { faultOf } from './desk-failure.ts'
import { type DeskTokens, MustSignIn } from './desk-tokens.ts'
import { orphaned } from './orphaned.ts'
import { fittingOneRequest, numberedIntent } from './push-batch.ts'
import { Waiter } from './waiter.ts'

const backoff = { baseMs: 500, capMs: 30_000 }

/**
 * Sends changes in order, as many at once as one request may carry, until none waits. What the desk refuses goes to
 * the tray and does not hold up the rest. Nothing is dropped for any answer; only tokens that are gone end it
 * (`MustSignIn`).
 */
export class Pusher {
  readonly #work: Workstation
  readonly #tokens: DeskTokens
  readonly #onSettled: () => void
  readonly #waiter: Waiter
  #failures = 0

  constructor(work: Workstation, tokens: DeskTokens, onSettled: () => void) {
    this.#work = work
    this.#tokens = tokens
    this.#onSettled = onSettled
    this.#waiter = new Waiter(work.ports.clock)
  }

  /** There is something to send. */
  poke(): void {
    this.#waiter.poke()
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.drain(signal)
      if (!signal.aborted) await this.#waiter.wait(null, signal)
    }
  }

  /** Sends until nothing of this person waits. */
  async drain(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const own = this.#own()
      if (own.length === 0) return
      const again = await this.#send(fittingOneRequest(own), signal)
      if (again !== null && !signal.aborted) await this.#waiter.wait(again, signal)
    }
  }

  /** Changes of another person wait for that person's own sign-in, and so does what comes after them. */
  #own(): Change[] {
    const mine = this.#work.account?.user.id
    const waiting = this.#work.outbox.toSend(pushMax)
    const foreign = waiting.findIndex(({ userId }) => userId !== mine)
    return foreign === -1 ? waiting : waiting.slice(0, foreign)
  }

  /** Answers after how many ms to come again; null: at once. */
  async #send(batch: readonly Change[], signal: AbortSignal): Promise<number | null> {
    const request = { consoleId: this.#work.consoleId, intents: batch.map(numberedIntent) }
    let answer: PushAnswer
    try {
      answer = await this.#tokens.ask((client) => client.sync.push(request, { signal }), signal)
    } catch (error) {
      if (signal.aborted) return null
      if (error instanceof MustSignIn) throw error
      const failed = faultOf(error)
      if (failed === null) throw error
      if (failed.fault === 'tooOld' || failed.fault === 'signedOut') throw error
      if (failed.retryAfterMs === null) return this.#backoff()
      // The desk said when to come: a new change does not shorten that.
      await new Waiter(this.#work.ports.clock).wait(failed.retryAfterMs, signal)
      return null
    }
    return this.#settle(batch, answer)
  }

  #settle(batch: readonly Change[], { outcomes, expected }: PushAnswer): number | null {
    const work = this.#work
    const sent = new Map(batch.map((change) => [change.key, change]))
    const settled: { n: number; refusal: Refusal | null }[] = []
    const refusedNow: Change[] = []
    let refusedBefore: readonly Change[] | null = null
    for (const outcome of outcomes) {
      const change = sent.get(outcome.key)
      if (!change || change.n !== outcome.n || outcome.outcome === 'retry') continue
      let refusal: Refusal | null = null
      if (outcome.outcome === 'refused') {
        refusedBefore ??= work.outbox.unsettled().filter(({ state }) => state === 'refused')
        refusal = orphaned(change.intent, [...refusedBefore, ...refusedNow])
          ? { code: 'parentRefused' }
          : outcome.refusal
        refusedNow.push(change)
        work.ports.log.warn('sync.refused', { kind: change.intent.kind, code: refusal.code })
      }
      settled.push({ n: change.n, refusal })
    }
    if (settled.length > 0) {
      this.#failures = 0
      work.durably(() => work.outbox.settle(settled, work.ports.clock.now()))
      work.replay()
      work.countChanges()
      this.#onSettled()
      return settled.length === batch.length ? null : this.#backoff()
    }
    const first = batch[0]!.n
    if (expected !== first && outcomes.length === 0) {
      work.ports.log.warn('sync.aligned', { expected, first })
      work.store.lowerLastN(expected - 1)
      work.durably(() => work.outbox.align(expected))
    }
    return this.#backoff()
  }

  #backoff(): number {
    this.#failures += 1
    return fullJitterMs(this.#failures - 1, this.#work.ports.random, backoff)
  }
}
