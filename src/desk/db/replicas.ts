import { setTimeout as wait } from 'node:timers/promises'
import type { DeskLog } from '../http/desk-log.ts'
import type { Db, Sql } from './db.ts'

/** How often the replicas are compared with the primary. */
const lookMs = 1_000
/** A replica further behind serves nobody: most of its answers would be asked again at the primary. */
const lagMaxMs = 5_000
/** A replica that says nothing for so long is left out until it does. */
const answerMs = 2_000

interface Replica {
  db: Db
  /** May be read from. */
  fit: boolean
  /** Behind the primary, ms: the age of what it surely has. */
  lagMs: number
}

/**
 * Streaming replicas to read from, in turn. Fit is one that answers, still follows the very primary (a promoted one is
 * another history) and is not far behind; with none fit everything is read from the primary.
 */
export class Replicas {
  readonly #primary: Db
  readonly #replicas: readonly Replica[]
  readonly #log: DeskLog
  readonly #closing = new AbortController()
  /** Where the primary's log stood when, newest last. */
  #marks: { at: number; lsn: bigint }[] = []
  #turn = 0
  #looking: Promise<void> = Promise.resolve()

  constructor(primary: Db, replicas: readonly Db[], log: DeskLog) {
    this.#primary = primary
    this.#replicas = replicas.map((db) => ({ db, fit: false, lagMs: Number.POSITIVE_INFINITY }))
    this.#log = log
  }

  /** Compares them once, then every second. */
  async start(): Promise<void> {
    if (this.#replicas.length === 0) return
    await this.look()
    this.#looking = this.#lookOn()
  }

  /** The next fit replica, or null: read from the primary. */
  pick(): Db | null {
    const fit = this.#replicas.filter((replica) => replica.fit)
    return fit[this.#turn++ % Math.max(1, fit.length)]?.db ?? null
  }

  /** Asks a replica, and the primary where none is fit or the replica fails. For what may be a moment old. */
  async ask<Value>(question: (db: Db) => Promise<Value>): Promise<Value> {
    const replica = this.pick()
    if (replica === null) return await question(this.#primary)
    try {
      return await question(replica)
    } catch {
      // Gone, or cancelled by what it had to replay: if the question itself is at fault, the primary will say so.
      this.failed(replica)
      return await question(this.#primary)
    }
  }

  /** It failed a question: not to be asked before it answered a look. */
  failed(db: Db): void {
    const replica = this.#replicas.find((one) => one.db === db)
    if (replica !== undefined) this.#judge(replica, false)
  }

  get fitCount(): number {
    return this.#replicas.filter(({ fit }) => fit).length
  }

  /** The lag of the replica that is furthest behind among those fit, ms. */
  get lagMs(): number {
    return Math.max(0, ...this.#replicas.filter(({ fit }) => fit).map(({ lagMs }) => lagMs))
  }

  async stop(): Promise<void> {
    this.#closing.abort()
    await this.#looking
    await Promise.all(this.#replicas.map(({ db }) => db.close()))
  }

  async #lookOn(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      await wait(lookMs, undefined, { signal: this.#closing.signal, ref: false }).catch(() => undefined)
      if (!this.#closing.signal.aborted) await this.look()
    }
  }

  /** Compares every replica with the primary now. Never throws. */
  async look(): Promise<void> {
    const at = performance.now()
    const primary = await answerOf(this.#primary)
    // Without the primary nothing tells how far behind they are; they stay as they were found last.
    if (primary === null) return
    this.#marks = [...this.#marks.filter((mark) => mark.at > at - 10 * lagMaxMs), { at, lsn: primary.lsn }]
    await Promise.all(
      this.#replicas.map(async (replica) => {
        const seen = await answerOf(replica.db)
        if (seen === null || !seen.follows || seen.system !== primary.system)
          return this.#judge(replica, false)
        // The youngest moment of the primary that this replica has in full.
        const mark = this.#marks.findLast(({ lsn }) => lsn <= seen.lsn)
        replica.lagMs = mark === undefined ? Number.POSITIVE_INFINITY : performance.now() - mark.at
        this.#judge(replica, replica.lagMs <= lagMaxMs)
      }),
    )
  }

  #judge(replica: Replica, fit: boolean): void {
    if (replica.fit === fit) return
    replica.fit = fit
    const nth = this.#replicas.indexOf(replica) + 1
    if (fit) this.#log.info({ event: 'replica.fit', nth })
    else this.#log.warn({ event: 'replica.unfit', nth })
  }
}

type Standing = { follows: boolean; lsn: bigint; system: string }

/** Where a server's log stands: what a primary wrote, what a replica replayed. Null: no answer in time. */
async function answerOf(sql: Sql): Promise<Standing | null> {
  const asked = sql
    .query<{ follows: boolean; lsn: string | null; system: string }>(
      `select pg_is_in_recovery() as follows,
         (case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_insert_lsn() end - '0/0')::text as lsn,
         (select system_identifier::text from pg_control_system()) as system`,
      [],
      { prepared: true },
    )
    .then(
      ([row]): Standing | null => (row?.lsn == null ? null : { ...row, lsn: BigInt(row.lsn) }),
      () => null,
    )
  return await Promise.race([asked, wait(answerMs, null, { ref: false })])
}
