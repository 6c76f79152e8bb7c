import { ORPCError } from '@orpc/client'
import { DeskUnreachable } from '#core/desk-link.ts'
import type { Chance } from '../chance.ts'
import type { DeskNode } from '../desk/desk-node.ts'
import type { Scheduler } from '../scheduler.ts'

/** What becomes of one request. */
export interface Fate {
  outMs: number
  backMs: number
  /** Never reaches the desk. */
  lost: boolean
  /** The desk answers, nobody hears it. */
  answerLost: boolean
  /** The answer breaks off in the middle. */
  answerCut: boolean
  /** The desk gets it a second time after so long. */
  repeatMs: number | null
  /** Somebody on the way answers instead of the desk. */
  lie: unknown
}

/** The way between one console and the desk. `bad`: 0 for a quiet wire, 1 for the worst there is. */
export class Network {
  readonly scheduler: Scheduler
  readonly #chance: Chance
  readonly #nodes: () => readonly DeskNode[]
  readonly surprise: (error: unknown) => void
  bad: number
  /** No way at all. */
  down = false
  /** Pushes alone do not come through. */
  pushStuck = false
  readonly #earlier = new Map<string, string>()

  constructor(
    scheduler: Scheduler,
    chance: Chance,
    bad: number,
    nodes: () => readonly DeskNode[],
    surprise: (error: unknown) => void,
  ) {
    this.scheduler = scheduler
    this.#chance = chance
    this.bad = bad
    this.#nodes = nodes
    this.surprise = surprise
  }

  /** The node that gets the next request; null: nobody listens. */
  node(): DeskNode | null {
    const ready = this.#nodes().filter((node) => node.ready)
    return ready.length === 0 || this.down ? null : this.#chance.pick(ready)
  }

  fate(verb: string): Fate {
    const { bad } = this
    const chance = this.#chance
    const hit = (share: number) => chance.happens(share * bad)
    const stuck = this.down || (verb === 'push' && this.pushStuck)
    return {
      outMs: this.#delayMs(),
      backMs: this.#delayMs(),
      lost: stuck ? chance.happens(0.5) : hit(0.06),
      answerLost: hit(0.08),
      answerCut: hit(0.06),
      repeatMs: hit(0.1) ? chance.between(1, 4_000) : null,
      lie: stuck && chance.happens(0.5) ? new DeskUnreachable('refused') : hit(0.12) ? this.#lie(verb) : null,
    }
  }

  streamFate() {
    const chance = this.#chance
    const bad = this.bad
    const at = (share: number) => (chance.happens(share * bad) ? chance.between(1, 6) : -1)
    return {
      backMs: this.#delayMs(),
      cutAt: at(0.3),
      stallAt: at(0.12),
      delayMs: () => this.#delayMs(),
      repeats: () => chance.happens(0.05 * bad),
    }
  }

  /** A proxy that gives out an answer it had kept from before. */
  maybeStale(key: string, json: string): string {
    const earlier = this.#earlier.get(key)
    if (earlier !== undefined && this.#chance.happens(0.08 * this.bad)) return earlier
    if (this.#chance.happens(0.3)) this.#earlier.set(key, json)
    return json
  }

  #delayMs(): number {
    const chance = this.#chance
    return chance.happens(0.1 * this.bad) ? chance.between(200, 6_000) : chance.between(2, 60)
  }

  #lie(verb: string): unknown {
    const chance = this.#chance
    switch (chance.weighed({ signedOut: 2, busy: 3, failing: 3, page: 1, reset: verb === 'feed' ? 1 : 0 })) {
      case 'signedOut':
        return verb === 'refresh'
          ? new DeskUnreachable('failing')
          : new ORPCError('SIGNED_OUT', { status: 401 })
      case 'busy':
        return new ORPCError('BUSY', { status: 503, data: { retryAfterS: chance.between(1, 8) } })
      case 'failing':
        return new DeskUnreachable('failing')
      case 'page':
        return new DeskUnreachable('notADesk')
      case 'reset':
        return new ORPCError('RESET', { status: 410, data: { reason: 'gc' } })
    }
  }
}
