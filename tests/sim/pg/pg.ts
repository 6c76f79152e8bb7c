import type { Shape } from '#domain/entities.ts'
import { shapes } from '#domain/entities.ts'

/** A row of the feed's table as PostgreSQL keeps it. Transaction ids are numbers here: a run makes some hundreds. */
export interface FeedRow {
  shape: Shape
  tx: number
  k: number
  entity: string
  id: string
  op: 'put' | 'del' | 'evict'
  v: number
  at: number
  row: string | null
}

/** An error of the database, with its SQLSTATE. */
export class PgError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** The desk's own lock_timeout. */
const lockMs = 5_000

interface Lock {
  holder: Tx
  waiting: { tx: Tx; go: () => void }[]
}

/** One transaction: what it wrote is its own until it commits. */
export class Tx {
  /** 0 until its first write or lock, as in PostgreSQL. */
  xid = 0
  state: 'open' | 'committed' | 'aborted' = 'open'
  /** A statement failed: nothing but a rollback is taken any more. */
  failed = false
  // Made when they are first asked for: most transactions only read.
  #written: Map<string, Map<string, unknown>> | null = null
  #added: FeedRow[] | null = null
  #dropped: Set<FeedRow> | null = null
  readonly locks: string[] = []
  waitsFor: Lock | null = null
  /** Statements run one after the other. */
  tail: Promise<unknown> = Promise.resolve()
  /** Key and console of the intent that is taken in it, for the watch over effects. */
  intent: { key: string; consoleId: string; n: number } | null = null

  /** By table and key; null is a row taken away. */
  get written(): Map<string, Map<string, unknown>> {
    this.#written ??= new Map()
    return this.#written
  }

  get added(): FeedRow[] {
    this.#added ??= []
    return this.#added
  }

  get dropped(): Set<FeedRow> {
    this.#dropped ??= new Set()
    return this.#dropped
  }

  /** What it wrote of a table. */
  own(table: string): Map<string, unknown> | undefined {
    return this.#written?.get(table)
  }
}

export interface Backup {
  tables: Map<string, Map<string, unknown>>
  feed: Record<Shape, FeedRow[]>
  nextXid: number
}

/**
 * What the desk needs of PostgreSQL, in memory: transactions that see what was committed when a statement begins (read
 * committed) and their own writes, row locks with waiting and deadlocks, transaction ids that are given at the first
 * write and the xmin horizon over them. The same statements are checked against the real engines in the conformance
 * tests.
 */
export class Pg {
  #tables = new Map<string, Map<string, unknown>>()
  feed: Record<Shape, FeedRow[]> = { ref: [], hot: [], timeline: [] }
  nextXid: number
  system = '7000000000000000001'
  timeline = 1
  readonly #active = new Set<Tx>()
  readonly #open = new Set<Tx>()
  readonly #locks = new Map<string, Lock>()
  /** Told right after each commit that wrote something. */
  onCommit: (tx: Tx) => void = () => undefined

  readonly #after: (ms: number, run: () => void) => () => void

  constructor(firstXid: number, after: (ms: number, run: () => void) => () => void) {
    this.nextXid = firstXid
    this.#after = after
  }

  begin(): Tx {
    const tx = new Tx()
    this.#open.add(tx)
    return tx
  }

  xidOf(tx: Tx): number {
    if (tx.xid === 0) {
      tx.xid = this.nextXid++
      this.#active.add(tx)
    }
    return tx.xid
  }

  /** Below it no transaction can add anything any more (pg_snapshot_xmin). */
  get watermark(): number {
    let min = this.nextXid
    for (const { xid } of this.#active) if (xid < min) min = xid
    return min
  }

  get(tx: Tx | null, table: string, key: string): unknown {
    const own = tx?.own(table)
    if (own?.has(key)) return own.get(key) ?? null
    return this.#tables.get(table)?.get(key) ?? null
  }

  /** Every row the transaction sees, in no order that means anything. */
  rows<Row>(tx: Tx | null, table: string): Row[] {
    const own = tx?.own(table)
    const found: Row[] = []
    for (const [key, row] of this.#tables.get(table) ?? []) if (!own?.has(key)) found.push(row as Row)
    for (const row of own?.values() ?? []) if (row !== null) found.push(row as Row)
    return found
  }

  /** Null takes the row away. */
  put(tx: Tx, table: string, key: string, row: unknown): void {
    this.xidOf(tx)
    let own = tx.own(table)
    if (own === undefined) {
      own = new Map()
      tx.written.set(table, own)
    }
    own.set(key, row)
  }

  holds(tx: Tx, name: string): boolean {
    return this.#locks.get(name)?.holder === tx
  }

  isLockedByOther(tx: Tx, name: string): boolean {
    const lock = this.#locks.get(name)
    return lock !== undefined && lock.holder !== tx
  }

  /** Null: it is ours. Else a promise of it; rejects for a ring of waiting transactions (40P01). */
  lock(tx: Tx, name: string): Promise<void> | null {
    this.xidOf(tx)
    const lock = this.#locks.get(name)
    if (lock === undefined) {
      this.#locks.set(name, { holder: tx, waiting: [] })
      tx.locks.push(name)
      return null
    }
    if (lock.holder === tx) return null
    for (let at: Lock | null = lock; at !== null; at = at.holder.waitsFor) {
      if (at.holder === tx) return Promise.reject(new PgError('40P01', 'deadlock detected'))
    }
    tx.waitsFor = lock
    return new Promise((resolve, reject) => {
      const cancel = this.#after(lockMs, () => {
        lock.waiting = lock.waiting.filter((one) => one.tx !== tx)
        tx.waitsFor = null
        reject(new PgError('55P03', 'canceling statement due to lock timeout'))
      })
      const go = () => {
        cancel()
        tx.waitsFor = null
        tx.locks.push(name)
        resolve()
      }
      lock.waiting.push({ tx, go })
    })
  }

  commit(tx: Tx): void {
    if (tx.state !== 'open') throw new PgError('08006', 'the transaction is gone')
    tx.state = 'committed'
    if (tx.xid === 0) {
      // It only read.
      this.#open.delete(tx)
      return
    }
    for (const [name, rows] of tx.written) {
      let table = this.#tables.get(name)
      if (table === undefined) {
        table = new Map()
        this.#tables.set(name, table)
      }
      for (const [key, row] of rows) {
        if (row === null) table.delete(key)
        else table.set(key, row)
      }
    }
    this.#keepFeed(tx)
    this.#end(tx)
    this.onCommit(tx)
  }

  abort(tx: Tx): void {
    if (tx.state !== 'open') return
    tx.state = 'aborted'
    this.#end(tx)
  }

  /** The server lost its power: what was not committed is gone, and ids that left no trace may be given again. */
  crash(reuseIds: boolean): void {
    for (const tx of [...this.#open]) this.abort(tx)
    if (!reuseIds) return
    let highest = 0
    for (const shape of shapes) highest = Math.max(highest, this.feed[shape].at(-1)?.tx ?? 0)
    for (const { tx } of this.rows<{ tx: number }>(null, 'intent_results')) highest = Math.max(highest, tx)
    if (highest > 0) this.nextXid = highest + 1
  }

  backup(): Backup {
    const tables = new Map([...this.#tables].map(([name, rows]) => [name, new Map(rows)]))
    const { ref, hot, timeline } = this.feed
    return { tables, feed: { ref: [...ref], hot: [...hot], timeline: [...timeline] }, nextXid: this.nextXid }
  }

  /** Everything since the backup never happened. */
  restore({ tables, feed, nextXid }: Backup): void {
    for (const tx of [...this.#open]) this.abort(tx)
    this.#tables = new Map([...tables].map(([name, rows]) => [name, new Map(rows)]))
    this.feed = { ref: [...feed.ref], hot: [...feed.hot], timeline: [...feed.timeline] }
    this.nextXid = nextXid
  }

  #keepFeed({ added, dropped }: Tx): void {
    if (dropped.size > 0) {
      for (const shape of shapes) this.feed[shape] = this.feed[shape].filter((row) => !dropped.has(row))
    }
    for (const row of added) {
      const rows = this.feed[row.shape]
      let at = rows.length
      while (at > 0 && isAfter(rows[at - 1] as FeedRow, row)) at--
      rows.splice(at, 0, row)
    }
  }

  #end(tx: Tx): void {
    this.#active.delete(tx)
    this.#open.delete(tx)
    tx.waitsFor = null
    for (const name of tx.locks) {
      const lock = this.#locks.get(name)
      if (lock === undefined || lock.holder !== tx) continue
      let next = lock.waiting.shift()
      while (next !== undefined && next.tx.state !== 'open') next = lock.waiting.shift()
      if (next === undefined) {
        this.#locks.delete(name)
        continue
      }
      lock.holder = next.tx
      next.go()
    }
  }
}

export const isAfter = (a: { tx: number; k: number }, b: { tx: number; k: number }) =>
  a.tx === b.tx ? a.k > b.k : a.tx > b.tx
