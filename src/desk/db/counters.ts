import type { SpaceId } from '#domain/ids.ts'
import type { Sql } from './db.ts'

export type CounterName = 'ticketNumber' | 'consoleCode'

/**
 * The next number of a space. Its row stays locked until the transaction ends, so numbers have no holes; take it as
 * late as possible, because everybody who needs one waits.
 */
export async function nextCount(tx: Sql, spaceId: SpaceId, name: CounterName): Promise<number> {
  const [row] = await tx.query<{ value: number }>(
    `insert into counters (space_id, name, value) values ($1, $2, 1)
     on conflict (space_id, name) do update set value = counters.value + 1 returning value`,
    [spaceId, name],
    { prepared: true },
  )
  if (row === undefined) throw new Error(`no counter ${name}`)
  return row.value
}

/** Makes sure that the next number is above `value`: after rows with numbers of their own were loaded. */
export async function raiseCount(tx: Sql, spaceId: SpaceId, name: CounterName, value: number): Promise<void> {
  await tx.query(
    `insert into counters (space_id, name, value) values ($1, $2, $3)
     on conflict (space_id, name) do update set value = greatest(counters.value, excluded.value)`,
    [spaceId, name, value],
  )
}
