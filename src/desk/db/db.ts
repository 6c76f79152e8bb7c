import type { Unsubscribe } from '#shared/emitter.ts'

export type SqlRow = Record<string, unknown>

export interface QueryOptions {
  /**
   * Keep the statement's plan on the connection. For statements of a few fixed texts that run all day; not for those
   * whose best plan depends on the values.
   */
  prepared?: boolean
}

/**
 * One SQL line to the database: a pool, an embedded engine, or one open transaction of either. Statements of a
 * transaction run in the order they were given; giving several before waiting saves the way there and back.
 */
export interface Sql {
  /** Rows as objects. int8 comes as a number (ids of transactions are read as text), jsonb parsed. */
  query<Row extends SqlRow = SqlRow>(
    text: string,
    params?: readonly unknown[],
    options?: QueryOptions,
  ): Promise<Row[]>
  /** Rows as arrays in column order: what a query builder reads. */
  arrays(text: string, params?: readonly unknown[]): Promise<unknown[][]>
}

/** The desk's database: embedded PGlite or a PostgreSQL server, one interface. */
export interface Db extends Sql {
  readonly kind: 'pglite' | 'postgres'
  /**
   * Runs `work` in one transaction; a throw rolls back and is thrown on. A commit wakes `onCommit`.
   * `readOnly` transactions see one snapshot (repeatable read) and wake nobody.
   */
  transaction<Value>(work: (tx: Sql) => Promise<Value>, options?: { readOnly?: boolean }): Promise<Value>
  /** Several statements of our own without parameters: migrations. */
  script(text: string): Promise<void>
  /**
   * Runs `work` unless another node runs something under the same lock; `null`: it does. Absent where the engine belongs
   * to one process.
   */
  alone?<Value>(lock: number, work: () => Promise<Value>): Promise<Value | null>
  /** Connections to the server; absent where there are none. */
  pool?(): { used: number; idle: number; waiting: number }
  /** Told after each commit made through this object (commits of other nodes are found by polling). */
  onCommit(listener: () => void): Unsubscribe
  close(): Promise<void>
}

/** SQLSTATE (or a socket's code) of a database error, '' for anything else. The query builder wraps errors: the cause tells. */
export function sqlState(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  return 'cause' in error ? sqlState(error.cause) : ''
}

/** Two writers crossed: the same work, begun again, is expected to pass (serialization, deadlock, lock timeout). */
export function isCrossing(error: unknown): boolean {
  return ['40001', '40P01', '55P03'].includes(sqlState(error))
}

/** A row with this key appeared meanwhile. */
export function isDuplicate(error: unknown): boolean {
  return sqlState(error) === '23505'
}

/** The statement itself was refused because of the data in it (class 22) or a rule of the table (class 23). */
export function isDataFault(error: unknown): boolean {
  return /^(22|23)/.test(sqlState(error))
}

/** The server is away, restarting, out of connections, or took too long. */
export function isUnavailable(error: unknown): boolean {
  const state = sqlState(error)
  if (/^(08|53|57)/.test(state) || ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE'].includes(state)) {
    return true
  }
  // node-postgres words these two without a code.
  return (
    error instanceof Error &&
    /timeout exceeded when trying to connect|Connection terminated/.test(error.message)
  )
}
