import { type Entity, type EntityPut, shapeOf } from '#domain/entities.ts'
import type { SpaceId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { Sql } from '../db/db.ts'

interface Written {
  entity: Entity
  id: string
  op: 'put' | 'del' | 'evict'
  v: number
  row: string | null
}

/**
 * Writes the changes of ONE business transaction into the feeds, inside that transaction, so that a row and its
 * news are durable together or not at all. `k` counts on over all calls: make one per transaction.
 */
export class FeedWriter {
  readonly #tx: Sql
  readonly #spaceId: SpaceId
  readonly #at: Instant
  #k = 0

  constructor(tx: Sql, spaceId: SpaceId, at: Instant) {
    this.#tx = tx
    this.#spaceId = spaceId
    this.#at = at
  }

  put(puts: readonly EntityPut[]): Promise<void> {
    return this.#write(
      puts.map(({ entity, row }) => ({ entity, id: row.id, op: 'put', v: row.v, row: JSON.stringify(row) })),
    )
  }

  /** `del`: the row is gone for everybody. `evict`: consoles no longer hold it, the desk does. */
  drop(op: 'del' | 'evict', rows: readonly { entity: Entity; id: string; v: number }[]): Promise<void> {
    return this.#write(rows.map(({ entity, id, v }) => ({ entity, id, op, v, row: null })))
  }

  async #write(changes: readonly Written[]): Promise<void> {
    if (changes.length === 0) return
    await this.#tx.query(
      `insert into changes (space_id, shape, k, entity, id, op, v, at, row)
       select $1, c.shape, c.k, c.entity, c.id, c.op, c.v, $2, c.row
       from unnest($3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::text[])
         as c(shape, k, entity, id, op, v, row)`,
      [
        this.#spaceId,
        this.#at,
        changes.map(({ entity }) => shapeOf[entity]),
        changes.map(() => ++this.#k),
        changes.map(({ entity }) => entity),
        changes.map(({ id }) => id),
        changes.map(({ op }) => op),
        changes.map(({ v }) => v),
        changes.map(({ row }) => row),
      ],
      { prepared: true },
    )
  }
}
