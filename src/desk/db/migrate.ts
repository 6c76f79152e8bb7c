import type { Db } from './db.ts'
import { type Migration, migrations } from './migrations.ts'

/** Any number, the same for every node: one migrates, the others wait. */
const migrationLock = 7_411_203

/**
 * Applies the migrations the database does not have yet, each in a transaction of its own, in order. Several nodes
 * may start at once. Throws when the database is newer than this program.
 */
export async function migrate(db: Db, list: readonly Migration[] = migrations): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [migrationLock])
    await tx.query(`create table if not exists desk_migrations (
      n integer primary key, name text not null, applied_at timestamptz not null default now())`)
  })
  const newest = list.at(-1)?.n ?? 0
  for (const { n, name, sql } of list) {
    await db.transaction(async (tx) => {
      await tx.query('set local statement_timeout = 0')
      await tx.query('set local lock_timeout = 0')
      await tx.query('select pg_advisory_xact_lock($1)', [migrationLock])
      const [{ at }] = (await tx.query('select coalesce(max(n), 0) as at from desk_migrations')) as [
        { at: number },
      ]
      if (at > newest) {
        throw new Error(
          `the database is at migration ${at}, this desk knows only ${newest}: install a newer desk`,
        )
      }
      if (at >= n) return
      for (const statement of sql) await tx.query(statement)
      await tx.query('insert into desk_migrations (n, name) values ($1, $2)', [n, name])
    })
  }
}
