import { getTableColumns } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { callerKeyOf, mayBeMissed } from '#domain/call/missed-call.ts'
import { type Entity, type EntityRow, entities, entitySchemas } from '#domain/entities.ts'
import { isOpen } from '#domain/ticket/ticket.ts'
import { eachEntity } from './each-entity.ts'
import { numberBlock } from './number-parts.ts'
import { entityTables } from './tables.ts'

/** Where rows without a due time stand in lists: after every real one. The last moment a Date can hold. */
export const noDue = 8_640_000_000_000_000

export type Bound = string | number | null

/** Columns that are ours, not the row's. */
const extras: Readonly<Partial<Record<Entity, ReadonlySet<string>>>> = {
  organisation: new Set(['doc', 'mainBlock']),
  contact: new Set(['doc']),
  ticket: new Set(['doc', 'open', 'dueOrder']),
  callRecord: new Set(['callerKey', 'lost']),
}
const isExtra = (entity: Entity, field: string) => extras[entity]?.has(field) ?? false

/** Table columns in declared order, with the field each holds. */
export const columnsOf: Readonly<Record<Entity, readonly { field: string; column: SQLiteColumn }[]>> =
  eachEntity((entity) =>
    Object.entries(getTableColumns(entityTables[entity])).map(([field, column]) => ({ field, column })),
  )

for (const entity of entities) {
  const fields = new Set(columnsOf[entity].map(({ field }) => field))
  for (const field of Object.keys(entitySchemas[entity].shape)) {
    if (!fields.has(field)) throw new Error(`the cache has no column for ${entity}.${field}`)
  }
}

/** Values of a row in the order of the table's columns. `doc` is its number in the full-text tables. */
export function encode<E extends Entity>(entity: E, row: EntityRow<E>, doc: number): Bound[] {
  const all: Record<string, unknown> = { ...row, doc }
  if (entity === 'ticket') {
    const ticket = row as EntityRow<'ticket'>
    all.open = isOpen(ticket.status)
    all.dueOrder = ticket.slaDue ?? noDue
  } else if (entity === 'organisation') {
    all.mainBlock = numberBlock((row as EntityRow<'organisation'>).mainNumber)
  } else if (entity === 'callRecord') {
    all.callerKey = callerKeyOf(row as EntityRow<'callRecord'>)
    all.lost = mayBeMissed(row as EntityRow<'callRecord'>)
  }
  return columnsOf[entity].map(({ field, column }) => {
    const value = all[field]
    return value === null || value === undefined ? null : (column.mapToDriverValue(value) as Bound)
  })
}

/** Says what a column array read with `raw()` is, in the order of `rowColumns`. */
export function decoder<E extends Entity>(entity: E): (values: unknown[]) => EntityRow<E> {
  const columns = columnsOf[entity].filter(({ field }) => !isExtra(entity, field))
  return (values) => {
    const row: Record<string, unknown> = {}
    for (let at = 0; at < columns.length; at++) {
      const { field, column } = columns[at]!
      const value = values[at]
      row[field] = value === null ? null : column.mapFromDriverValue(value)
    }
    return row as EntityRow<E>
  }
}

const selectLists = new Map<string, string>()

/** `"id", "v", …` of a table's row columns, prefixed by an alias where one is given. */
export function selectList(entity: Entity, alias?: string): string {
  const key = `${entity} ${alias ?? ''}`
  const known = selectLists.get(key)
  if (known !== undefined) return known
  const prefix = alias ? `${alias}.` : ''
  const list = columnsOf[entity]
    .filter(({ field }) => !isExtra(entity, field))
    .map(({ column }) => `${prefix}"${column.name}"`)
    .join(', ')
  selectLists.set(key, list)
  return list
}
