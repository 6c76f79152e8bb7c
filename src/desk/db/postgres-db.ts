import pg from 'pg'
import { Emitter } from '#shared/emitter.ts'
import type { Db, QueryOptions, Sql, SqlRow } from './db.ts'
import { GatheringSocket } from './gathering-socket.ts'

const int8 = 20

/** int8 as a number: every int8 we read so holds milliseconds or counts, far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === int8 ? Number : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
}

/** A transaction left open holds the feed's watermark for everybody: the server ends it after that long. */
const idleInTransactionMs = 15_000
const statementMs = 15_000
/** Waiting longer for a row means somebody is stuck: better begun again. */
const lockMs = 5_000
const connectMs = 5_000

/** A PostgreSQL server by its URL. Nothing is asked of it until the first query. */
export function postgresDb(url: string, options: { poolMax?: number } = {}): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolMax ?? 10,
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: 30_000,
    statement_timeout: statementMs,
    lock_timeout: lockMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    application_name: 'pult-desk',
    // Statements given without waiting travel together; each still has its own answer.
    pipeline: true,
    stream: () => new GatheringSocket(),
    types,
  })
  // An idle connection that the server cut: the pool replaces it, the next query tells if the server is away.
  pool.on('error', () => undefined)
  const commits = new Emitter<void>()

  return {
    kind: 'postgres',
    ...sqlOn(pool),
    async transaction(work, { readOnly = false } = {}) {
      const client = await pool.connect()
      let broken: Error | undefined
      // A connection that dies between two statements says so here, and the next statement throws.
      const onError = (error: Error) => {
        broken = error
      }
      client.on('error', onError)
      try {
        // Not waited for: it travels with the first statement, which fails if it did.
        client
          .query(readOnly ? 'begin isolation level repeatable read read only' : 'begin')
          .catch(() => undefined)
        const value = await work(sqlOn(client))
        await client.query('commit')
        if (!readOnly) commits.emit()
        return value
      } catch (error) {
        try {
          await client.query('rollback')
        } catch (rollbackError) {
          broken = rollbackError instanceof Error ? rollbackError : new Error('rollback failed')
        }
        throw error
      } finally {
        client.off('error', onError)
        client.release(broken)
      }
    },
    async script(text) {
      await pool.query(text)
    },
    async alone(lock, work) {
      const client = await pool.connect()
      // The lock is the connection's: one that cannot give it back is ended, which frees it, too.
      let held = true
      const onError = () => undefined
      client.on('error', onError)
      try {
        const { rows } = await client.query('select pg_try_advisory_lock($1) as mine', [lock])
        if (rows[0]?.mine !== true) {
          held = false
          return null
        }
        try {
          return await work()
        } finally {
          await client.query('select pg_advisory_unlock($1)', [lock]).then(
            () => {
              held = false
            },
            () => undefined,
          )
        }
      } finally {
        client.off('error', onError)
        client.release(held)
      }
    },
    pool: () => ({
      used: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
    onCommit: (listener) => commits.on(listener),
    close: () => pool.end(),
  }
}

/** Names of prepared statements: one a text, the same on every connection. */
const names = new Map<string, string>()

function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = `pult-${names.size + 1}`
  names.set(text, name)
  return name
}

function sqlOn(target: pg.Pool | pg.PoolClient): Sql {
  return {
    async query<Row extends SqlRow>(
      text: string,
      params: readonly unknown[] = [],
      { prepared = false }: QueryOptions = {},
    ) {
      const name = prepared ? nameOf(text) : undefined
      const { rows } = await target.query<Row>({ name, text, values: [...params] })
      return rows
    },
    async arrays(text, params = []) {
      const { rows } = await target.query<unknown[]>({ text, values: [...params], rowMode: 'array' })
      return rows
    },
  }
}
