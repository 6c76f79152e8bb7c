import Database from 'better-sqlite3'
import type { Sqlite } from '#core/files/encrypted-db.ts'
import { fold } from '#core/files/fold.ts'
import { migrations } from '#core/outbox/migrate.ts'
import { indexDdl, searchDdl, tableDdl } from '#core/store/ddl.ts'

/** The power went: nothing more is read or written by this process. */
export class PowerCut extends Error {
  override readonly name = 'PowerCut'
}

type Stmt = Database.Statement<unknown[]>

/** Beyond so many commits the oldest have reached the disk anyway. */
const unsyncedMax = 24

/**
 * A real SQLite database in memory that can be set back. While commits may be lost each is a savepoint inside one
 * transaction that stays open, so that a cut takes back the last ones that no fsync had reached.
 */
export class SimDisk {
  readonly #db: Database.Database
  readonly #statements = {
    rows: new Map<string, Stmt>(),
    raw: new Map<string, Stmt>(),
    pluck: new Map<string, Stmt>(),
  }
  /** Tables somebody wrote to since they were emptied. */
  readonly #used = new Set<string>()
  /** Commits a cut may take back. */
  #unsynced = 0
  #inTransaction = false
  #power = true
  #opening = 0
  /** Counts down at each commit; at zero the power goes, before or after it. */
  #cutIn: { commits: number; after: boolean; told: () => void } | null = null
  /** Commits are kept in memory until a sync, as WAL does with synchronous=NORMAL. */
  loseUnsynced = false

  constructor(kind: 'cache' | 'outbox') {
    this.#db = new Database(':memory:')
    this.#db.function('fold', { deterministic: true }, (text) => fold(String(text)))
    if (kind === 'cache') for (const ddl of [...tableDdl, ...searchDdl, ...indexDdl]) this.#db.exec(ddl)
    else for (const step of migrations) step.up(this.#db)
  }

  /** Back to an empty file, for the next run. */
  wipe(): void {
    this.format()
    this.#inTransaction = false
    this.#power = true
    this.#cutIn = null
    this.loseUnsynced = false
  }

  /** The file was removed and made anew. */
  format(): void {
    this.sync()
    if (this.#used.size === 0) return
    this.#do('begin')
    for (const table of this.#used) this.#do(`delete from "${table}"`)
    this.#do('commit')
    this.#used.clear()
  }

  get unsynced(): number {
    return this.#unsynced
  }

  /** Everything so far has reached the disk. */
  sync(): void {
    if (this.#unsynced > 0) this.#do('commit')
    this.#unsynced = 0
  }

  /** The process is gone; of the commits since the last sync the last `lost` are gone too. */
  cut(lost: number): void {
    this.#power = false
    this.#opening++
    this.#cutIn = null
    this.#inTransaction = false
    if (lost > 0 && this.#unsynced > 0) {
      this.#do(`rollback to c${Math.max(1, this.#unsynced - lost + 1)}`)
    }
    this.sync()
  }

  cutAtCommit(commits: number, after: boolean, told: () => void): void {
    this.#cutIn = { commits, after, told }
  }

  /** The file as a process that starts now opens it. */
  open(): Sqlite {
    this.#power = true
    const opening = ++this.#opening
    const guard = () => {
      if (!this.#power || opening !== this.#opening) throw new PowerCut('the power is off')
    }
    const facade = {
      prepare: (sql: string) => this.#prepared(sql, guard),
      exec: (sql: string) => {
        guard()
        for (const one of sql.split(';')) this.#do(one)
        return facade
      },
      pragma: () => [],
      transaction: (run: () => unknown) => () => {
        guard()
        return this.#inTransaction ? run() : this.#transaction(run)
      },
      get inTransaction() {
        return disk.#inTransaction
      },
      close: () => facade,
    }
    const disk = this
    return facade as unknown as Sqlite
  }

  /** Statements of the simulator's own are few and kept prepared. */
  #do(sql: string): void {
    let statement = this.#statements.rows.get(sql)
    if (statement === undefined) {
      statement = this.#db.prepare(sql) as Stmt
      this.#statements.rows.set(sql, statement)
    }
    statement.run()
  }

  #transaction<Answer>(run: () => Answer): Answer {
    if (this.#unsynced >= unsyncedMax) this.sync()
    const savepoint = this.loseUnsynced ? `c${this.#unsynced + 1}` : null
    if (this.#unsynced === 0) this.#do('begin')
    if (savepoint !== null) this.#do(`savepoint ${savepoint}`)
    this.#inTransaction = true
    const cut = this.#cutIn !== null && --this.#cutIn.commits === 0 ? this.#cutIn : null
    try {
      const answer = run()
      if (cut !== null && !cut.after) throw new PowerCut('the power went before the commit')
      this.#inTransaction = false
      if (savepoint === null) this.#do('commit')
      else this.#unsynced++
      if (cut !== null) {
        cut.told()
        throw new PowerCut('the power went after the commit')
      }
      return answer
    } catch (error) {
      if (this.#inTransaction) {
        this.#inTransaction = false
        if (this.#unsynced === 0) this.#do('rollback')
        else {
          this.#do(`rollback to ${savepoint}`)
          this.#do(`release ${savepoint}`)
        }
        if (cut !== null) cut.told()
      }
      throw error
    }
  }

  /** Statements outlive the process that prepared them: making them anew would be the most of a restart. */
  #prepared(sql: string, guard: () => void, mode: 'rows' | 'raw' | 'pluck' = 'rows'): Stmt {
    let statement = this.#statements[mode].get(sql)
    if (statement === undefined) {
      statement = this.#db.prepare(sql) as Stmt
      if (mode === 'raw') statement.raw()
      if (mode === 'pluck') statement.pluck()
      this.#statements[mode].set(sql, statement)
    }
    const table = writtenBy(sql)
    const begin = () => {
      guard()
      if (table !== null) this.#used.add(table)
    }
    return new GuardedStatement(statement, begin, (other) =>
      this.#prepared(sql, guard, other),
    ) as unknown as Stmt
  }
}

const intoTable = new Map<string, string | null>()

/** The table a statement puts rows into; null: none. */
function writtenBy(sql: string): string | null {
  let table = intoTable.get(sql)
  if (table === undefined) {
    table = /^\s*insert (?:or replace )?into "?(\w+)/i.exec(sql)?.[1] ?? null
    intoTable.set(sql, table)
  }
  return table
}

/** A statement that stops when the power goes. */
class GuardedStatement {
  readonly #real: Stmt
  readonly #guard: () => void
  readonly #as: (mode: 'raw' | 'pluck') => Stmt

  constructor(real: Stmt, guard: () => void, as: (mode: 'raw' | 'pluck') => Stmt) {
    this.#real = real
    this.#guard = guard
    this.#as = as
  }

  run(...args: unknown[]) {
    this.#guard()
    return this.#real.run(...args)
  }

  get(...args: unknown[]) {
    this.#guard()
    return this.#real.get(...args)
  }

  all(...args: unknown[]) {
    this.#guard()
    return this.#real.all(...args)
  }

  raw(): Stmt {
    return this.#as('raw')
  }

  pluck(): Stmt {
    return this.#as('pluck')
  }
}

const spare: { cache: SimDisk; outbox: SimDisk }[] = []

/** Two empty disks, used again from run to run. */
export function takeDisks(): { cache: SimDisk; outbox: SimDisk } {
  const disks = spare.pop() ?? { cache: new SimDisk('cache'), outbox: new SimDisk('outbox') }
  disks.cache.wipe()
  disks.outbox.wipe()
  return disks
}

export function giveBack(disks: { cache: SimDisk; outbox: SimDisk }): void {
  spare.push(disks)
}
