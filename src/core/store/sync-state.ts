import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import type { Shape } from '#domain/entities.ts'
import type { Instant } from '#domain/instant.ts'
import type { Sqlite } from '../files/encrypted-db.ts'
import { syncState } from './tables.ts'

/** How far one feed is applied. */
export interface ShapeState {
  shape: Shape
  cursor: string | null
  lastN: number
  asOf: Instant | null
  whole: boolean
}

/** Reads and writes `sync_state`; the writer calls it inside the transaction of the page. */
export function syncStates(db: Sqlite) {
  const orm = drizzle(db)
  const one = orm
    .select()
    .from(syncState)
    .where(eq(syncState.shape, sql.placeholder('shape')))
    .prepare()
  const all = orm.select().from(syncState).prepare()
  const put = db.prepare(
    `insert into sync_state (shape, cursor, last_n, as_of, whole) values (@shape, @cursor, @lastN, @asOf, @whole)
       on conflict (shape) do update set cursor = excluded.cursor, last_n = excluded.last_n,
         as_of = excluded.as_of, whole = excluded.whole`,
  )
  return {
    get(shape: Shape): ShapeState {
      const found = one.get({ shape }) as ShapeState | undefined
      return found ?? { shape, cursor: null, lastN: 0, asOf: null, whole: false }
    },
    all: () => all.all() as ShapeState[],
    put(state: ShapeState): void {
      put.run({ ...state, whole: state.whole ? 1 : 0 })
    },
  }
}
