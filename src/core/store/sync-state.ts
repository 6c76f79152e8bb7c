import { getTableName } from 'drizzle-orm'
import { type Shape, shapes } from '#domain/entities.ts'
import type { Instant } from '#domain/instant.ts'
import type { Sqlite } from '../files/encrypted-db.ts'
import { syncTables } from './tables.ts'

/** How far one feed is applied. */
export interface ShapeState {
  shape: Shape
  cursor: string | null
  lastN: number
  asOf: Instant | null
  whole: boolean
}

type Kept = Omit<ShapeState, 'whole'> & { whole: 0 | 1 }

const stateOf = (kept: Kept): ShapeState => ({ ...kept, whole: kept.whole === 1 })

/** Reads and writes where the feeds stand; the writer calls it inside the transaction of the page. */
export function syncStates(db: Sqlite) {
  // Asked before each request and at each page.
  const of = (shape: Shape) =>
    `select shape, cursor, last_n as lastN, as_of as asOf, whole from ${tableOf(shape)}`
  const one = each((shape) => db.prepare(of(shape)))
  const all = db.prepare(shapes.map(of).join(' union all '))
  const put = each((shape) => db.prepare(putSyncSql(shape)))
  /** As committed: what is written is read again, for its transaction may be taken back. */
  const known = new Map<Shape, Readonly<ShapeState>>()
  return {
    get(shape: Shape): Readonly<ShapeState> {
      const state = known.get(shape)
      if (state !== undefined) return state
      const found = one[shape].get() as Kept | undefined
      const read = found ? stateOf(found) : { shape, cursor: null, lastN: 0, asOf: null, whole: false }
      if (!db.inTransaction) known.set(shape, read)
      return read
    },
    all: () => (all.all() as Kept[]).map(stateOf),
    put(state: ShapeState): void {
      known.delete(state.shape)
      put[state.shape].run({ ...state, whole: state.whole ? 1 : 0 })
    },
  }
}

/** Writes where a feed stands; parameters named as in `ShapeState`. */
export const putSyncSql = (shape: Shape) =>
  `insert into ${tableOf(shape)} (shape, cursor, last_n, as_of, whole) values (@shape, @cursor, @lastN, @asOf, @whole)
     on conflict (shape) do update set cursor = excluded.cursor, last_n = excluded.last_n,
       as_of = excluded.as_of, whole = excluded.whole`

const tableOf = (shape: Shape) => getTableName(syncTables[shape])
const each = <Thing>(make: (shape: Shape) => Thing) =>
  Object.fromEntries(shapes.map((shape) => [shape, make(shape)])) as Record<Shape, Thing>
