import type { Database as Sqlite } from 'better-sqlite3'
import { getTableName } from 'drizzle-orm'
import type { ZodType } from 'zod'
import { type Entity, type EntityRow, entitySchemas } from '#domain/entities.ts'
import { isOpen, ticketStatus } from '#domain/ticket/ticket.ts'
import { columnsOf, encode, noDue } from '../codec.ts'
import { numberBlock, numberParts } from '../number-parts.ts'
import { entityTables } from '../tables.ts'
import { Refused } from './refused.ts'

const openStatuses = ticketStatus.options.filter(isOpen).map((status) => `'${status}'`)

/** Columns of ours as SQL over an image's fields; kinds with others go row by row through `encode`. */
const derived: Readonly<Partial<Record<Entity, Readonly<Record<string, string>>>>> = {
  organisation: { doc: '@doc + rowid', mainBlock: 'number_block("mainNumber")' },
  contact: { doc: '@doc + rowid' },
  ticket: {
    doc: '@doc + rowid',
    open: `"status" in (${openStatuses.join()})`,
    dueOrder: `coalesce("slaDue", ${noDue})`,
  },
}

/** One row of so many is read and checked as the feed's rows are; the database itself checks types of all. */
const checkedEvery = 97

/** Copies the rows of an image (the connection's `main`) into the cache attached as `cache`. Answers how many. */
export function copyImage(db: Sqlite, entity: Entity, doc: number): number {
  const columns = columnsOf[entity]
  checkSome(db, entity)
  const sources = columns.map(({ field }) => sourceOf(entity, field))
  if (sources.includes(null)) return copyRowByRow(db, entity, doc)
  const names = columns.map(({ column }) => `"${column.name}"`)
  const copied = db
    .prepare(
      `insert into cache."${getTableName(entityTables[entity])}" (${names.join(', ')})
         select ${sources.join(', ')} from main."${entity}"`,
    )
    .run(sources.some((source) => source?.includes('@doc')) ? { doc } : {})
  if (entity === 'contact') copyNumbers(db)
  return copied.changes
}

/** The number index out of the contacts' own lists; what `numberParts` says, in SQL for the usual form of a number. */
function copyNumbers(db: Sqlite): void {
  const part = (name: 'nat10' | 'loc7', usual: string) =>
    `case when number glob '+[1-9]*' and substr(number, 2) not glob '*[^0-9]*' then ${usual} else ${name}(number) end`
  // Materialized: else every mention of the number would take it out of the JSON once more.
  db.exec(
    `with listed as materialized (
       select c.id as contact_id, p.value->>'$.number' as number, p.value->>'$.ext' as ext,
         p.value->>'$.source' as source, p.value->>'$.lastSeenAt' as last_seen_at
       from main.contact c, json_each(case json_type(c.phones) when 'array' then c.phones else '' end) p)
     insert into cache.contact_phone (contact_id, number, ext, nat10, loc7, source, last_seen_at)
       select contact_id, number, coalesce(ext, ''),
         ${part('nat10', 'case when length(number) > 10 then substr(number, -10) end')},
         ${part('loc7', 'case when length(number) = 8 then substr(number, 2) end')}, source, last_seen_at
       from listed`,
  )
}

/** What the copies above call. */
export function defineCopyFunctions(db: Sqlite): void {
  db.function('number_block', { deterministic: true }, (number) => numberBlock(number as string | null))
  for (const name of ['nat10', 'loc7'] as const)
    db.function(name, { deterministic: true }, (number) => numberParts(String(number))[name])
}

function sourceOf(entity: Entity, field: string): string | null {
  if (field in entitySchemas[entity].shape) {
    const filled = defaultOf(entity, field)
    return filled === undefined ? `"${field}"` : `coalesce("${field}", ${filled})`
  }
  return derived[entity]?.[field] ?? null
}

/** What a row made before the field existed has in it, as a SQL literal; undefined: nothing, the field is always there. */
function defaultOf(entity: Entity, field: string): string | undefined {
  const schemas: Readonly<Record<string, ZodType>> = entitySchemas[entity].shape
  const read = schemas[field]?.safeParse(undefined)
  if (read?.success !== true || read.data === undefined || read.data === null) return undefined
  const column = columnsOf[entity].find((one) => one.field === field)?.column
  const value = column?.mapToDriverValue(read.data)
  return typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`
}

function copyRowByRow(db: Sqlite, entity: Entity, doc: number): number {
  const names = columnsOf[entity].map(({ column }) => `"${column.name}"`)
  const insert = db.prepare(
    `insert into cache."${getTableName(entityTables[entity])}" (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
  )
  let count = 0
  // All at once: a connection cannot write while it reads on. An image holds some megabytes.
  for (const values of db.prepare(`select * from main."${entity}"`).all()) {
    insert.run(...encode(entity, rowOf(entity, values as Record<string, unknown>), doc + ++count))
  }
  return count
}

function checkSome(db: Sqlite, entity: Entity): void {
  const some = db.prepare(`select * from main."${entity}" where rowid % ${checkedEvery} = 1`)
  for (const values of some.iterate()) rowOf(entity, values as Record<string, unknown>)
}

/** A row as its schema reads it. */
function rowOf<E extends Entity>(entity: E, values: Record<string, unknown>): EntityRow<E> {
  const row: Record<string, unknown> = {}
  for (const { field, column } of columnsOf[entity]) {
    if (!(field in entitySchemas[entity].shape)) continue
    const value = values[field]
    if (value !== null) row[field] = fromDriver(column, value)
    else if (defaultOf(entity, field) === undefined) row[field] = null
  }
  const read = entitySchemas[entity].safeParse(row)
  if (!read.success) throw new Refused('rows')
  return read.data as EntityRow<E>
}

function fromDriver(column: { mapFromDriverValue(value: unknown): unknown }, value: unknown): unknown {
  try {
    return column.mapFromDriverValue(value)
  } catch (error) {
    throw new Refused('rows', { cause: error })
  }
}
