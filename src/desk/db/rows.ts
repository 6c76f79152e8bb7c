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
  const questions = kinds.filter(locked).map((entity) =>
    tx.query<LoadedRow>(
      `select '${entity}' as entity, row from ${tableOf[entity]}
       where space_id = $1 and id = any($2::text[]) order by id for update`,
      [spaceId, idsOf(entity)],
      { prepared: true },
    ),
  )
  const open = kinds.filter((entity) => !locked(entity))
  if (open.length > 0) {
    const parts = open.map(
      (entity, i) =>
        `select '${entity}' as entity, row from ${tableOf[entity]} where space_id = $1 and id = any($${i + 2}::text[])`,
    )
    questions.push(
      tx.query<LoadedRow>(parts.join(' union all '), [spaceId, ...open.map(idsOf)], { prepared: true }),
    )
  }
  for (const rows of await Promise.all(questions)) for (const { entity, row } of rows) into.add(entity, row)
  return into
}

type LoadedRow = { entity: Entity; row: unknown }

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
  const kinds = entities.filter((entity) => puts.some((put) => put.entity === entity))
  await Promise.all(
    kinds.flatMap((entity) => {
      const rows = puts.filter((put) => put.entity === entity).map(({ row }) => row)
      return [
        insertRows(
          tx,
          spaceId,
          entity,
          rows.filter(({ v }) => v === 1),
        ),
        updateRows(
          tx,
          spaceId,
          entity,
          rows.filter(({ v }) => v > 1),
        ),
      ]
    }),
  )
}

async function insertRows(
  tx: Sql,
  spaceId: SpaceId,
  entity: Entity,
  rows: readonly EntityPut['row'][],
): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `insert into ${tableOf[entity]} (space_id, id, v, row)
     select $1, r->>'id', 1, r from unnest($2::jsonb[]) as r`,
    [spaceId, rows.map((row) => JSON.stringify(row))],
    { prepared: true },
  )
}

async function updateRows(
  tx: Sql,
  spaceId: SpaceId,
  entity: Entity,
  rows: readonly EntityPut['row'][],
): Promise<void> {
  if (rows.length === 0) return
  const written = await tx.query(
    `update ${tableOf[entity]} old set v = (r->>'v')::bigint, row = r from unnest($2::jsonb[]) as r
     where old.space_id = $1 and old.id = r->>'id' and old.v = (r->>'v')::bigint - 1 returning old.v`,
    [spaceId, rows.map((row) => JSON.stringify(row))],
    { prepared: true },
  )
  if (written.length !== rows.length) throw new Error(`${entity} was changed by somebody else under its lock`)
}
