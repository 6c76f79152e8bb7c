import type { ConsoleId, SpaceId } from '#domain/ids.ts'
import { fullJitterMs } from '#shared/backoff.ts'
import type { Unsubscribe } from '#shared/emitter.ts'
import type { Db } from '../db/db.ts'
import { currentEpoch } from '../db/epoch.ts'
import { type Doorbell, noDoorbell } from '../doorbell/doorbell.ts'
import type { DeskLog } from '../http/desk-log.ts'
import { SpaceTail, type TailNews } from './space-tail.ts'
import { StallWatch } from './stall-watch.ts'

/** Other nodes' commits are found by looking this often (a look at a quiet feed costs about 0.4 ms). */
const postgresPollMs = 20
/** Where the doorbell tells of them, looking is for rings that were lost. */
const rungPollMs = 250
/** The embedded engine belongs to this process: every commit wakes the tailer, looking is only a safety net. */
const pglitePollMs = 1_000
/** Nobody listens: only the stall alarm needs a look. */
const idlePollMs = 1_000

interface Followed {
  tail: SpaceTail
  opened: Promise<void>
  listeners: number
}

export interface TailerPorts {
  db: Db
  now: () => number
  random: () => number
  log: DeskLog
  /** Calls back once after so many ms; answers the way to cancel. Absent: the machine's own timers. */
  after?: (ms: number, run: () => void) => () => void
  /** Absent: commits of other nodes are found by looking. */
  doorbell?: Doorbell
}

/** The machine's own timers; waiting ones do not keep a process alive that wants to end. */
export function byTimer(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms)
  timer.unref()
  return () => clearTimeout(timer)
}

/**
 * The one reader of the feeds on this node. Consoles have no database connection of their own: they join the tail of
 * their space and are given the pages it reads.
 */
export class Tailer {
  readonly #ports: TailerPorts
  readonly #spaces = new Map<SpaceId, Followed>()
  readonly stall: StallWatch
  readonly #stopListening: readonly Unsubscribe[]
  readonly #doorbell: Doorbell
  readonly #after: (ms: number, run: () => void) => () => void
  #cancelLook: () => void = () => undefined
  #looking: Promise<void> | null = null
  #lookAgain = false
  #failures = 0
  #lookedAt: number
  #stopped = false

  constructor(ports: TailerPorts) {
    this.#ports = ports
    this.stall = new StallWatch(ports.now, ports.log)
    this.#after = ports.after ?? byTimer
    this.#lookedAt = ports.now()
    this.#doorbell = ports.doorbell ?? noDoorbell
    this.#stopListening = [
      ports.db.onCommit(() => {
        this.#doorbell.ring()
        this.wake()
      }),
      this.#doorbell.onRing(() => this.wake()),
    ]
    this.#schedule(idlePollMs)
  }

  /** Since the last look that was answered, ms. */
  get lookAgeMs(): number {
    return this.#ports.now() - this.#lookedAt
  }

  /** Somebody committed: look now. */
  wake(): void {
    if (this.#stopped || this.#spaces.size === 0) return
    if (this.#looking !== null) {
      this.#lookAgain = true
      return
    }
    this.#look()
  }

  /**
   * Listens to a space from the very moment this resolves: the tail's heads stand at what `listener` will be told
   * next. The look made before resolving is younger than the call, so no cursor given out earlier is ahead of it.
   */
  async join(
    spaceId: SpaceId,
    consoleId: ConsoleId | null,
    listener: (news: TailNews) => void,
  ): Promise<{ tail: SpaceTail; leave: Unsubscribe }> {
    let entry = this.#spaces.get(spaceId)
    if (entry === undefined) {
      const tail = new SpaceTail(spaceId)
      entry = { tail, opened: tail.open(this.#ports.db), listeners: 0 }
      this.#spaces.set(spaceId, entry)
    }
    const { tail } = entry
    entry.listeners++
    if (consoleId !== null) tail.listening.set(consoleId, (tail.listening.get(consoleId) ?? 0) + 1)
    const joined = entry
    const release = () => this.#release(joined, consoleId)
    try {
      await entry.opened
      await this.lookNow()
    } catch (error) {
      release()
      throw error
    }
    const stop = tail.news.on(listener)
    return {
      tail,
      leave: () => {
        stop()
        release()
      },
    }
  }

  /** A look that began after this call. */
  async lookNow(): Promise<void> {
    if (this.#looking !== null) await this.#looking
    if (this.#looking === null) this.#look()
    await this.#looking
  }

  async stop(): Promise<void> {
    this.#stopped = true
    for (const stop of this.#stopListening) stop()
    this.#cancelLook()
    await this.#looking
  }

  #release(entry: Followed, consoleId: ConsoleId | null): void {
    if (consoleId !== null) {
      const left = (entry.tail.listening.get(consoleId) ?? 1) - 1
      if (left === 0) entry.tail.listening.delete(consoleId)
      else entry.tail.listening.set(consoleId, left)
    }
    const { spaceId } = entry.tail
    if (--entry.listeners === 0 && this.#spaces.get(spaceId) === entry) this.#spaces.delete(spaceId)
  }

  /** `busy`: a transaction under way holds rows back, and nobody rings when it is one of no node's that ends. */
  #pollMs(busy: boolean): number {
    if (this.#ports.db.kind === 'pglite') return pglitePollMs
    return this.#doorbell.joined && !busy ? rungPollMs : postgresPollMs
  }

  #schedule(ms: number): void {
    if (this.#stopped) return
    this.#cancelLook()
    this.#cancelLook = this.#after(ms, () => {
      if (this.#looking === null) this.#look()
    })
  }

  #look(): void {
    this.#lookAgain = false
    this.#looking = this.#lookOnce().then((wait) => {
      this.#looking = null
      if (this.#stopped) return
      if (this.#lookAgain || wait === 0) this.#look()
      else this.#schedule(wait)
    })
  }

  /** Reads every followed space once; answers how long to wait, ms. Never throws: a desk without its database waits. */
  async #lookOnce(): Promise<number> {
    const { db, now, log, random } = this.#ports
    try {
      if (this.#failures > 0) {
        // The database was away: it may have come back as another one (promotion, restore).
        await currentEpoch(db)
        log.info({ event: 'feed.back', failures: this.#failures })
        this.#failures = 0
      }
      if (this.#spaces.size === 0) {
        await this.stall.look(db)
        this.#lookedAt = now()
        return idlePollMs
      }
      let full = false
      let busy = false
      for (const { tail, opened } of [...this.#spaces.values()]) {
        await opened
        const seen = await tail.poll(db, now())
        this.stall.saw(seen.watermark, seen.busy)
        full = seen.full || full
        busy = seen.busy || busy
      }
      this.#lookedAt = now()
      return full ? 0 : this.#pollMs(busy)
    } catch (error) {
      if (this.#failures++ === 0 && !this.#stopped) log.fault('feed.tail', error)
      // A tail that could not be opened is opened anew by whoever joins next.
      for (const [spaceId, { tail }] of this.#spaces) if (tail.watermark === 0n) this.#spaces.delete(spaceId)
      return 50 + fullJitterMs(this.#failures, random, { baseMs: 100, capMs: 5_000 })
    }
  }
}
