import { afterAll, beforeAll, describe } from 'vitest'
import type { Db } from '#desk/db/db.ts'
import { openDatabase } from '#desk/db/open-database.ts'
import { noPostgres, startPostgres, type TestPostgres } from '#tests/support/postgres.ts'

/** A slow machine starts the embedded engine in a dozen seconds. */
const startMs = 60_000

/** The same suite over a real PostgreSQL server and over the embedded engine, each started once for the file. */
export function overBothEngines(suite: (db: () => Db) => void): void {
  overPostgres(suite)
  describe('over PGlite', () => {
    let db: Db
    beforeAll(async () => {
      db = await openDatabase({ folder: null })
    }, startMs)
    afterAll(() => db.close())
    suite(() => db)
  })
}

/** What only several connections can show. */
export function overPostgres(suite: (db: () => Db, url: () => string) => void): void {
  describe.skipIf(noPostgres !== null)(
    `over PostgreSQL${noPostgres === null ? '' : ` (skipped: ${noPostgres})`}`,
    () => {
      let server: TestPostgres
      let url: string
      let db: Db
      beforeAll(async () => {
        server = await startPostgres()
        url = server.database('desk')
        db = await openDatabase({ url, poolMax: 24 })
      }, startMs)
      afterAll(async () => {
        // Connections a failed test left in use would keep the pool from ending: the server's end ends them.
        const closing = db?.close()
        server?.stop()
        await closing
      })
      suite(
        () => db,
        () => url,
      )
    },
  )
}
