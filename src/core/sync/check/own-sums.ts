import type { Entity } from '#domain/entities.ts'
import type { BucketSum } from '#wire/check.ts'
import type { Store } from '../../store/store.ts'
import { bucketOf, hashOf } from './row-hash.ts'

/** Rows of one slice: some milliseconds, then the window's questions get their turn. */
const sliceRows = 200

/** Goes through the rows of a kind in slices; between two of them anything else may run. */
export async function eachRow(
  store: Store,
  entity: Entity,
  signal: AbortSignal,
  take: (row: { id: string; v: number }) => void,
): Promise<void> {
  for (let after = ''; ; ) {
    const rows = store.rowsAfter(entity, after, sliceRows)
    for (const row of rows) take(row)
    const last = rows.at(-1)
    if (last === undefined || rows.length < sliceRows || signal.aborted) return
    after = last.id
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Counts and hashes of the cache's rows of one kind, by bucket. */
export async function ownSums(
  store: Store,
  entity: Entity,
  signal: AbortSignal,
): Promise<Map<string, BucketSum>> {
  const sums = new Map<number, { rows: number; hash: bigint }>()
  await eachRow(store, entity, signal, (row) => {
    const nth = bucketOf(row.id)
    const sum = sums.get(nth) ?? { rows: 0, hash: 0n }
    sums.set(nth, { rows: sum.rows + 1, hash: sum.hash ^ hashOf(row) })
  })
  return new Map([...sums].map(([nth, { rows, hash }]) => [String(nth), [rows, String(hash)]]))
}
