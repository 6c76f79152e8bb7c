import type { Db, QueryOptions, Sql } from '#desk/db/db.ts'
import { Emitter } from '#shared/emitter.ts'
import type { Chance } from '../chance.ts'
import { type Pg, PgError, type Tx } from './pg.ts'
import { type Asked, type SqlRow, StatementBook, type Statements } from './statement.ts'

export interface ModelPorts {
  pg: Pg
  statements: Statements
  chance: Chance
  now: () => number
  pause: (ms: number) => Promise<void>
}

/** Never answered: whoever waits for it is gone. */
const silence = () => new Promise<never>(() => undefined)

/** How long a statement takes, ms; null: no time at all. Mostly none, so that a run is quick; sometimes seconds. */
function hiccup(chance: Chance): number | null {
  const throwOfDice = chance.next()
  if (throwOfDice < 0.75) return null
  return throwOfDice < 0.985 ? chance.between(1, 40) : chance.between(100, 3_000)
}

/** The database as one node of the desk has it: the real interface over the model. A node that died is never answered. */
export class ModelDb implements Db {
  /** Woken by its own commits and looking once a second: fifty looks a second would be the most of a run. */
  readonly kind = 'pglite'
  readonly #ports: ModelPorts
  readonly #book: StatementBook
  readonly #commits = new Emitter<void>()
  readonly #open = new Set<Tx>()
  #dead = false
  /** The server is away: every statement fails. */
  away = false

  constructor(ports: ModelPorts) {
    this.#ports = ports
    this.#book = bookOf(ports.statements)
  }

  async query<Row extends SqlRow = SqlRow>(text: string, params: readonly unknown[] = []): Promise<Row[]> {
    const { pg } = this.#ports
    const tx = pg.begin()
    this.#open.add(tx)
    try {
      const rows = await this.#statement(tx, text, params)
      pg.commit(tx)
      if (/^\s*(insert|update|delete)\b/i.test(text)) this.#commits.emit()
      return rows as Row[]
    } catch (error) {
      pg.abort(tx)
      throw error
    } finally {
      this.#open.delete(tx)
    }
  }

  arrays(): Promise<unknown[][]> {
    throw new Error('the model has no query builder')
  }

  async transaction<Value>(work: (tx: Sql) => Promise<Value>): Promise<Value> {
    const { pg } = this.#ports
    if (this.#dead) return await silence()
    const tx = pg.begin()
    this.#open.add(tx)
    const sql: Sql = {
      query: <Row extends SqlRow>(text: string, params: readonly unknown[] = [], _options?: QueryOptions) => {
        const answer = tx.tail.then(() => this.#statement(tx, text, params))
        tx.tail = answer.catch(() => undefined)
        return answer as Promise<Row[]>
      },
      arrays: () => this.arrays(),
    }
    try {
      const value = await work(sql)
      await this.#reach(tx)
      if (tx.failed) throw new PgError('25P02', 'the transaction is aborted')
      pg.commit(tx)
      // The answer to the commit may still be lost with the node.
      await this.#reach(null)
      this.#commits.emit()
      return value
    } catch (error) {
      pg.abort(tx)
      throw error
    } finally {
      this.#open.delete(tx)
    }
  }

  script(): Promise<void> {
    throw new Error('the model has its tables already')
  }

  onCommit(listener: () => void) {
    return this.#commits.on(listener)
  }

  /** The node died: its connections break, its transactions are rolled back. */
  close(): Promise<void> {
    this.#dead = true
    for (const tx of this.#open) this.#ports.pg.abort(tx)
    this.#open.clear()
    return Promise.resolve()
  }

  async #statement(tx: Tx, text: string, params: readonly unknown[]): Promise<SqlRow[]> {
    const reached = this.#reach(tx)
    if (reached !== null) await reached
    if (tx.failed) throw new PgError('25P02', 'current transaction is aborted')
    const { pg, now } = this.#ports
    try {
      const { statement, words } = this.#book.find(text)
      const asked: Asked = { pg, tx, params, words, now: now() }
      for (const name of statement.locks?.(asked) ?? []) {
        const waiting = pg.lock(tx, name)
        if (waiting !== null) await waiting
        if (this.#dead) return await silence()
      }
      return statement.run(asked)
    } catch (error) {
      tx.failed = true
      throw error
    }
  }

  /** The way to the server and the wait for its turn; null: at once, as mostly. */
  #reach(tx: Tx | null): Promise<void> | null {
    const ms = hiccup(this.#ports.chance)
    if (ms !== null) return this.#ports.pause(ms).then(() => (this.#dead ? silence() : this.#mustBeThere(tx)))
    if (this.#dead) return silence()
    this.#mustBeThere(tx)
    return null
  }

  #mustBeThere(tx: Tx | null): void {
    if (this.away || (tx !== null && tx.state !== 'open')) {
      throw new PgError('57P01', 'terminating connection')
    }
  }
}

const books = new WeakMap<Statements, StatementBook>()

/** The texts are the same for every run with the same statements. */
function bookOf(statements: Statements): StatementBook {
  const known = books.get(statements)
  if (known !== undefined) return known
  const made = new StatementBook(statements)
  books.set(statements, made)
  return made
}
