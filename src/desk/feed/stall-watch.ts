import type { Db } from '../db/db.ts'
import type { DeskLog } from '../http/desk-log.ts'

/** A watermark that stands still so long, with a transaction under way, holds every console back: somebody must look. */
export const stallAlarmMs = 2_000

/** How old the feed's watermark is, and the alarm when a stuck transaction holds it. */
export class StallWatch {
  readonly #now: () => number
  readonly #log: DeskLog
  #watermark = -1n
  #freshAt: number
  #stalled = false

  constructor(now: () => number, log: DeskLog) {
    this.#now = now
    this.#log = log
    this.#freshAt = now()
  }

  /** Age of the watermark, ms: 0 when nothing holds it. */
  get ageMs(): number {
    return this.#now() - this.#freshAt
  }

  get stalled(): boolean {
    return this.#stalled
  }

  /** `busy`: a transaction is under way, so a watermark that did not move may be held by it. */
  saw(watermark: bigint, busy: boolean): void {
    if (!busy || watermark !== this.#watermark) {
      this.#watermark = watermark
      this.#freshAt = this.#now()
    }
    const stalled = this.ageMs > stallAlarmMs
    if (stalled === this.#stalled) return
    this.#stalled = stalled
    if (stalled) this.#log.warn({ event: 'feed.stalled', ageMs: this.ageMs })
    else this.#log.info({ event: 'feed.flows' })
  }

  async look(db: Db): Promise<void> {
    const [row] = await db.query<{ watermark: string; busy: boolean }>(
      `select pg_snapshot_xmin(s)::text as watermark, pg_snapshot_xmax(s) > pg_snapshot_xmin(s) as busy
       from pg_current_snapshot() as s`,
    )
    if (row !== undefined) this.saw(BigInt(row.watermark), row.busy)
  }
}
