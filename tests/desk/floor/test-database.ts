import type { Db } from '#desk/db/db.ts'
import { openDatabase } from '#desk/db/open-database.ts'
import { noPostgres, startPostgres } from '#tests/support/postgres.ts'

/**
 * An empty database for tests that do not ask which engine it is: a server of its own where PostgreSQL is installed (the
 * embedded engine needs four seconds of the processor to start), ended by `close`.
 */
export async function testDatabase(): Promise<Db> {
  if (noPostgres !== null) return openDatabase({ folder: null })
  const server = await startPostgres()
  const db = await openDatabase({ url: server.database('desk') })
  return {
    ...db,
    async close() {
      // Connections a failed test left in use would keep the pool from ending: the server's end ends them.
      const closing = db.close()
      server.stop()
      await closing
    },
  }
}
