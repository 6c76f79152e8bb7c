import { drizzle, type PgRemoteDatabase } from 'drizzle-orm/pg-proxy'
import type { Sql } from './db.ts'
import * as schema from './schema.ts'

export type Typed = PgRemoteDatabase<typeof schema>

/** The typed query builder over any `Sql`: a pool, the embedded engine, or an open transaction. */
export function typed(sql: Sql): Typed {
  return drizzle(async (text, params) => ({ rows: await sql.arrays(text, params) }), { schema })
}
