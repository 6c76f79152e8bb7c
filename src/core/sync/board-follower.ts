import type { BoardView } from '#bridge/board.ts'
import { fullJitterMs } from '#shared/backoff.ts'
import { Emitter } from '#shared/emitter.ts'
import type { Workstation } from '../workstation.ts'
import { boardFromCache } from './board-from-cache.ts'
import { faultOf } from './desk-failure.ts'
import type { DeskTokens } from './desk-tokens.ts'
import { Waiter } from './waiter.ts'

/** The supervisor's board from the desk, for as long as somebody looks; from the cache while the desk is away. */
export class BoardFollower {
  readonly #work: Workstation
  readonly #waiter: Waiter
  #watchers = 0
  #tokens: DeskTokens | null = null
  #following: AbortController | null = null
  last: BoardView | null = null
  readonly news = new Emitter<BoardView>()

  constructor(work: Workstation) {
    this.#work = work
    this.#waiter = new Waiter(work.ports.clock)
  }

  watch(): () => void {
    this.#watchers += 1
    this.#look()
    return () => {
      this.#watchers -= 1
      this.#look()
    }
  }

  /** The link to the desk came (its tokens) or went (null). */
  setLink(tokens: DeskTokens | null): void {
    if (tokens === this.#tokens) return
    this.#tokens = tokens
    this.#following?.abort()
    this.#following = null
    // With the desk away the last board stays, ageing, until the cache is all there is.
    if (tokens === null && this.#watchers > 0 && this.last === null)
      this.news.emit(boardFromCache(this.#work))
    this.#look()
  }

  #look(): void {
    const tokens = this.#tokens
    if (this.#watchers > 0 && tokens !== null && this.#following === null) {
      this.#following = new AbortController()
      const { signal } = this.#following
      this.#follow(tokens, signal).catch((error: unknown) => {
        if (!signal.aborted) this.#work.ports.log.surprise('board.follow', error)
      })
    } else if (this.#watchers === 0) {
      this.#following?.abort()
      this.#following = null
    }
  }

  async #follow(tokens: DeskTokens, signal: AbortSignal): Promise<void> {
    const { random } = this.#work.ports
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        const boards = await tokens.ask((client) => client.board.watch(undefined, { signal }), signal)
        for await (const board of boards) {
          if (signal.aborted) return
          failures = 0
          this.last = board
          this.news.emit(board)
        }
      } catch (error) {
        if (signal.aborted) return
        const failed = faultOf(error)
        if (failed === null || failed.fault === 'forbidden') throw error
      }
      await this.#waiter.wait(fullJitterMs(failures + 1, random, { baseMs: 500, capMs: 15_000 }), signal)
    }
  }
}
