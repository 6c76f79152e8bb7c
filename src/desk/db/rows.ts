import {
  type Entity,
  type EntityPut,
  type EntityRef,
  type EntityRow,
  entities,
  entitySchemas,
} from '#domain/entities.ts'
import type { SpaceId } from '#domain/ids.ts'
import type { Sql } from './db.ts'
import { tableOf } from './entity-tables.ts'

/** Rows read for one piece of work, by kind and id. */
export class LoadedRows {
  readonly #rows = new Map<string, EntityPut['row']>()

  add(entity: Entity, row: unknown): void {
    // The table holds only rows that passed this very schema on their way in.
    const known = row as EntityPut['row']
    this.#rows.set(`${entity} ${known.id}`, known)
  }

  readonly get = <E extends Entity>(entity: E, id: EntityRow<E>['id']): EntityRow<E> | null =>
    (this.#rows.get(`${entity} ${id}`) as EntityRow<E> | undefined) ?? null
}

/**
 * Reads rows by reference. Those `locked` names are locked until the transaction ends, kind by kind and id by id in
 * one fixed order, so that two writers of the same rows never wait for each other in a ring.
 */
export async function loadRows(
  tx: Sql,
  spaceId: SpaceId,
  refs: readonly EntityRef[],
  locked: (entity: Entity) => boolean = () => false,
  into: LoadedRows = new LoadedRows(),
): Promise<LoadedRows> {
  const idsOf = (entity: Entity) => [
    ...new Set(refs.filter((ref) => ref.entity === entity).map(({ id }) => id)),
  ]
  const kinds = entities.filter((entity) => refs.some((ref) => ref.entity === entity))
  for (const entity of kinds.filter(locked)) {
    const rows = await tx.query<{ row: unknown }>(
      `select row from ${tableOf[entity]} where space_id = $1 and id = any($2::text[]) order by id for update`,
      [spaceId, idsOf(entity)],
    )
    for (const { row } of rows) into.add(entity, row)
  }
  const open = kinds.filter((entity) => !locked(entity))
  if (open.length === 0) return into
  const rows = await tx.query<{ entity: Entity; row: unknown }>(
    open
      .map(
        (entity, i) =>
          `select '${entity}' as entity, row from ${tableOf[entity]} where space_id = $1 and id = any($${i + 2}::text[])`,
      )
      .join(' union all '),
    [spaceId, ...open.map(idsOf)],
  )
  for (const { entity, row } of rows) into.add(entity, row)
  return into
}

/** All rows of a small table (policies, calendars, queues, users). */
export async function allRows<E extends Entity>(
  sql: Sql,
  spaceId: SpaceId,
  entity: E,
): Promise<EntityRow<E>[]> {
  const rows = await sql.query<{ row: unknown }>(`select row from ${tableOf[entity]} where space_id = $1`, [
    spaceId,
  ])
  return rows.map(({ row }) => row as EntityRow<E>)
}

/** The row as its own schema has it; throws when a mutator made something else. */
export function checkedPut({ entity, row }: EntityPut): EntityPut {
  return { entity, row: entitySchemas[entity].parse(row) } as EntityPut
}

/**
 * Writes whole rows: a first version (`v` 1) is inserted, a later one must replace the version right before it.
 * Throws when somebody else did either meanwhile.
 */
export async function writeRows(tx: Sql, spaceId: SpaceId, puts: readonly EntityPut[]): Promise<void> {
  for (const { entity, row } of puts) {
    const table = tableOf[entity]
    const json = JSON.stringify(row)
    if (row.v === 1) {
      await tx.query(`insert into ${table} (space_id, id, v, row) values ($1, $2, 1, $3::jsonb)`, [
        spaceId,
        row.id,
        json,
      ])
      continue
    }
    const written = await tx.query(
      `update ${table} set v = $3, row = $4::jsonb where space_id = $1 and id = $2 and v = $3::bigint - 1 returning v`,
      [spaceId, row.id, row.v, json],
    )
    if (written.length !== 1) throw new Error(`${entity} was changed by somebody else under its lock`)
  }
}
