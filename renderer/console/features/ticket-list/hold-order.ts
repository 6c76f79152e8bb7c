/** Rows as they are shown: where the pointer or the caret is in them, none of them moves. */
export type HeldRows<Row> = {
  readonly rows: readonly Row[]
  /** New rows that wait until they are asked for. */
  readonly waiting: number
  /** Ids that left the list and keep their place, drawn weaker. */
  readonly gone: ReadonlySet<string>
  /** The order at the source is another one by now. */
  readonly moved: boolean
}

/**
 * What to show when `fresh` arrives while `shown` is on screen. Not held: simply the fresh rows. Held: the old order
 * with the contents of the fresh rows; rows that left stay in place, rows that came wait. A longer list (the next
 * page while scrolling) is appended: nothing that is seen moves.
 */
export function holdOrder<Row>(
  shown: readonly Row[],
  fresh: readonly Row[],
  held: boolean,
  idOf: (row: Row) => string,
): HeldRows<Row> {
  if (!held || shown.length === 0) return { rows: fresh, waiting: 0, gone: new Set(), moved: false }
  const byId = new Map(fresh.map((row) => [idOf(row), row]))
  const shownIds = new Set(shown.map(idOf))
  const gone = new Set<string>()
  const rows = shown.map((row) => {
    const now = byId.get(idOf(row))
    if (now === undefined) gone.add(idOf(row))
    return now ?? row
  })
  const lastKnown = fresh.findLastIndex((row) => shownIds.has(idOf(row)))
  const tail = fresh.slice(lastKnown + 1)
  const isPage = fresh.length - tail.length >= shown.length - gone.size && gone.size === 0 && tail.length > 1
  const appended = isPage ? tail : []
  const waiting = fresh.filter((row) => !shownIds.has(idOf(row))).length - appended.length
  const kept = fresh.filter((row) => shownIds.has(idOf(row))).map(idOf)
  const order = rows.map(idOf).filter((id) => !gone.has(id))
  const moved = kept.some((id, at) => id !== order[at])
  return { rows: [...rows, ...appended], waiting, gone, moved }
}
