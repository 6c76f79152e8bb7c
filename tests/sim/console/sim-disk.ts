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
 * A real SQLite database in memory that can be set back. A run of the simulator is one transaction that is taken back at
 * its end, so that the next one finds empty tables; a commit is a savepoint in it. While commits may be lost their
 * savepoints stay open, so that a cut takes back the last ones that no fsync had reached.
 */
export class SimDisk {
  readonly #db: Database.Database
  readonly #statements: Readonly<Record<Mode, Map<string, Stmt>>> = {
    rows: new Map(),
    raw: new Map(),
    pluck: new Map(),
  }
  /** Savepoint `c1` at 0 and so on; made when they are first used. */
  readonly #savepoints: { set: Stmt; release: Stmt; back: Stmt }[] = []
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
    // What a savepoint changes it copies, page by page: small ones for few rows.
    this.#db.pragma('page_size = 1024')
    this.#db.function('fold', { deterministic: true }, (text) => fold(String(text)))
    if (kind === 'cache') for (const ddl of [...tableDdl, ...searchDdl, ...indexDdl]) this.#db.exec(ddl)
    else for (const step of migrations) step.up(this.#db)
    this.#do('begin')
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
    this.#do('rollback')
    this.#do('begin')
    this.#unsynced = 0
  }

  get unsynced(): number {
    return this.#unsynced
  }

  /** Everything so far has reached the disk. */
  sync(): void {
    if (this.#unsynced > 0) this.#savepoint(0).release.run()
    this.#unsynced = 0
  }

  /** The process is gone; of the commits since the last sync the last `lost` are gone too. */
  cut(lost: number): void {
    this.#power = false
    this.#opening++
    this.#cutIn = null
    this.#inTransaction = false
    if (lost > 0 && this.#unsynced > 0) {
      this.#savepoint(Math.max(0, this.#unsynced - lost)).back.run()
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
    const disk = this
    const guard = () => {
      if (!this.#power || opening !== this.#opening) throw new PowerCut('the power is off')
    }
    const find = (sql: string, mode: Mode) => this.#prepared(sql, mode)
    const facade = {
      prepare: (sql: string) => new GuardedStatement(sql, guard, find),
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
    return facade as unknown as Sqlite
  }

  #do(sql: string): void {
    this.#prepared(sql, 'rows').run()
  }

  #transaction<Answer>(run: () => Answer): Answer {
    if (this.#unsynced >= unsyncedMax) this.sync()
    const savepoint = this.#savepoint(this.#unsynced)
    savepoint.set.run()
    this.#inTransaction = true
    const cut = this.#cutIn !== null && --this.#cutIn.commits === 0 ? this.#cutIn : null
    try {
      const answer = run()
      if (cut !== null && !cut.after) throw new PowerCut('the power went before the commit')
      this.#inTransaction = false
      if (this.loseUnsynced) this.#unsynced++
      else savepoint.release.run()
      if (cut !== null) {
        cut.told()
        throw new PowerCut('the power went after the commit')
      }
      return answer
    } catch (error) {
      if (this.#inTransaction) {
        this.#inTransaction = false
        savepoint.back.run()
        savepoint.release.run()
        if (cut !== null) cut.told()
      }
      throw error
    }
  }

  #savepoint(at: number) {
    let savepoint = this.#savepoints[at]
    if (savepoint === undefined) {
      const made = (sql: string) => this.#db.prepare(`${sql} c${at + 1}`) as Stmt
      savepoint = { set: made('savepoint'), release: made('release'), back: made('rollback to') }
      this.#savepoints[at] = savepoint
    }
    return savepoint
  }

  /** Statements outlive the process that prepared them: making them anew would be the most of a restart. */
  #prepared(sql: string, mode: Mode): Stmt {
    let statement = this.#statements[mode].get(sql)
    if (statement === undefined) {
      statement = this.#db.prepare(sql) as Stmt
      if (mode === 'raw') statement.raw()
      if (mode === 'pluck') statement.pluck()
      this.#statements[mode].set(sql, statement)
    }
    return statement
  }
}

/** How rows are answered: by name, as arrays, or their first column alone. */
type Mode = 'rows' | 'raw' | 'pluck'

/** A statement that stops when the power goes. Looked up when it is first used: most of a process's never are in a run. */
class GuardedStatement {
  readonly #sql: string
  readonly #guard: () => void
  readonly #find: (sql: string, mode: Mode) => Stmt
  #mode: Mode = 'rows'
  #real: Stmt | null = null

  constructor(sql: string, guard: () => void, find: (sql: string, mode: Mode) => Stmt) {
    this.#sql = sql
    this.#guard = guard
    this.#find = find
  }

  run(...args: unknown[]) {
    return this.#ready().run(...args)
  }

  get(...args: unknown[]) {
    return this.#ready().get(...args)
  }

  all(...args: unknown[]) {
    return this.#ready().all(...args)
  }

  raw(): this {
    this.#mode = 'raw'
    return this
  }

  pluck(): this {
    this.#mode = 'pluck'
    return this
  }

  #ready(): Stmt {
    this.#guard()
    this.#real ??= this.#find(this.#sql, this.#mode)
    return this.#real
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
