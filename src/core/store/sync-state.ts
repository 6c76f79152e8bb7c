import type { Shape } from '#domain/entities.ts'
import type { Instant } from '#domain/instant.ts'
import type { Sqlite } from '../files/encrypted-db.ts'

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

/** Reads and writes `sync_state`; the writer calls it inside the transaction of the page. */
export function syncStates(db: Sqlite) {
  // Asked before each request and at each page.
  const select = 'select shape, cursor, last_n as lastN, as_of as asOf, whole from sync_state'
  const one = db.prepare(`${select} where shape = ?`)
  const all = db.prepare(select)
  const put = db.prepare(
    `insert into sync_state (shape, cursor, last_n, as_of, whole) values (@shape, @cursor, @lastN, @asOf, @whole)
       on conflict (shape) do update set cursor = excluded.cursor, last_n = excluded.last_n,
         as_of = excluded.as_of, whole = excluded.whole`,
  )
  return {
    get(shape: Shape): ShapeState {
      const found = one.get(shape) as Kept | undefined
      return found ? stateOf(found) : { shape, cursor: null, lastN: 0, asOf: null, whole: false }
    },
    all: () => (all.all() as Kept[]).map(stateOf),
    put(state: ShapeState): void {
      put.run({ ...state, whole: state.whole ? 1 : 0 })
    },
  }
}
