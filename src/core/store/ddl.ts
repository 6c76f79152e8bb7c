import { createHash } from 'node:crypto'
import { getTableName } from 'drizzle-orm'
import { getTableConfig } from 'drizzle-orm/sqlite-core'
import { type Entity, entities, type Shape, shapeOf } from '#domain/entities.ts'
import { type Searched, searchedKinds } from './search-index.ts'
import { allTables, contactPhone, entityTables, meta, syncTables } from './tables.ts'
import { debtDdl, searchTables } from './text-debt.ts'

/**
 * Tables whose rows are long: without a rowid a row above a quarter of a page spills into a page of its own, which
 * made contracts take two thirds of the large customers' part.
 */
const wide: ReadonlySet<string> = new Set(['contract'])
/** Tables nobody asks by a key: rows in the order they come. */
const keyless: ReadonlySet<string> = new Set(['contact_phone'])

/** `create table … strict, without rowid` of every table, from the same declarations the queries use. */
export const tableDdl: readonly string[] = allTables.map((table) => {
  const { name, columns } = getTableConfig(table)
  const parts = columns.map(
    (column) =>
      `"${column.name}" ${column.getSQLType()}${column.primary ? ' primary key' : ''}${column.notNull ? ' not null' : ''}`,
  )
  return `create table "${name}" (${parts.join(', ')}) strict${wide.has(name) || keyless.has(name) ? '' : ', without rowid'}`
})

/**
 * Full text. Parties by trigrams, so that the middle of a name is found too; tickets by words with prefixes: a trigram
 * index of a million subjects would be larger than the tickets. Texts are folded before (`fold.ts`); the tables keep
 * the index and the row's id, never a second copy of the text.
 */
export const searchDdl: readonly string[] = [
  fullText('organisation', `tokenize='trigram case_sensitive 1'`),
  fullText('contact', `tokenize='trigram case_sensitive 1'`),
  fullText('ticket', `detail=none, prefix='2 3', tokenize='unicode61 remove_diacritics 0'`),
  ...debtDdl,
]

/**
 * Merging inside it is asked for by its writer, some pages at a time (`search-index.ts`): left to itself one commit in
 * a hundred carried 60 to 90 ms of it.
 */
function fullText(kind: Searched, how: string): string {
  const table = `search_${kind}`
  return `create virtual table ${table} using fts5(body, id unindexed,
     content='', contentless_delete=1, contentless_unindexed=1, ${how});
   insert into ${table} (${table}, rank) values ('automerge', 0);
   insert into ${table} (${table}, rank) values ('crisismerge', 1000)`
}

/** Made after the rows in a bulk load. `open = 1` is a partial index's condition: queries must name it as it is. */
export const indexDdl: readonly string[] = [
  `create index organisation_by_block on organisation (main_block) where main_block is not null`,
  `create index contact_by_organisation on contact (organisation_id)`,
  `create index contact_phone_by_nat10 on contact_phone (nat10) where nat10 is not null`,
  `create index contact_phone_by_loc7 on contact_phone (loc7) where loc7 is not null`,
  `create index contact_phone_by_number on contact_phone (number) where nat10 is null`,
  `create index contract_by_organisation on contract (organisation_id)`,
  `create index site_by_organisation on site (organisation_id)`,
  `create index equipment_by_organisation on equipment (organisation_id, site_id)`,
  `create index ticket_open_by_organisation on ticket (organisation_id, due_order) where open = 1`,
  `create index ticket_open_by_queue on ticket (queue_id, due_order) where open = 1`,
  `create index ticket_open_by_assignee on ticket (assignee_id, due_order) where open = 1`,
  `create index ticket_open_by_due on ticket (due_order) where open = 1`,
  `create index ticket_by_organisation on ticket (organisation_id, created_at)`,
  `create index ticket_by_queue on ticket (queue_id, created_at)`,
  `create index ticket_by_created on ticket (created_at)`,
  `create index ticket_by_number on ticket (number) where number is not null`,
  `create index ticket_by_provisional on ticket (provisional_number) where provisional_number is not null`,
  `create index timeline_entry_by_ticket on timeline_entry (ticket_id, at)`,
  `create index call_record_by_organisation on call_record (organisation_id, ring_at)`,
  `create index call_record_by_user on call_record (user_id, ring_at)`,
  `create index call_record_by_ring on call_record (ring_at)`,
  `create index call_record_by_pbx on call_record (pbx_call_id)`,
  `create index call_record_by_caller on call_record (caller_key, answered_at)`,
  `create index call_record_by_contact on call_record (contact_id, answered_at) where contact_id is not null`,
  `create index call_record_lost on call_record (ring_at) where lost = 1`,
  `create index ledger_closure_by_caller on ledger_closure (caller_key)`,
  `create index deaf_time_by_to on deaf_time ("to")`,
]

export const indexNames: readonly string[] = indexDdl.map((ddl) => ddl.split(' ')[2] ?? '')

/** What one file of the cache is made of: everything that hangs on the rows of one feed. */
export interface FileDdl {
  tables: readonly string[]
  search: readonly string[]
  indexes: readonly string[]
}

export function ddlOf(shape: Shape): FileDdl {
  const own = (ddl: string) => holderOf(tableIn(ddl)) === shape || tableIn(ddl) === getTableName(meta)
  return { tables: tableDdl.filter(own), search: searchDdl.filter(own), indexes: indexDdl.filter(own) }
}

/** The table that is made or indexed. */
export const tableIn = (ddl: string) => /(?:table| on) "?(\w+)"?/.exec(ddl)?.[1] ?? ''

/** The shape in whose file a table lies. Null: in every one. */
const holderOf = (table: string) => holders.get(table) ?? null

const holders: ReadonlyMap<string, Shape> = new Map([
  ...entities.map((entity: Entity) => [getTableName(entityTables[entity]), shapeOf[entity]] as const),
  ...searchedKinds.flatMap((kind) => searchTables(kind).map((table) => [table, shapeOf[kind]] as const)),
  ...Object.entries(syncTables).map(([shape, table]) => [getTableName(table), shape as Shape] as const),
  [getTableName(contactPhone), 'ref'],
])

/** An index as it is made in a file that is attached under its shape's name. */
export const attachedIndexDdl: readonly string[] = indexDdl.map((ddl) =>
  ddl.replace('create index ', `create index "${holderOf(tableIn(ddl))}".`),
)

/** A cache made by another shape of tables is thrown away, never migrated: the desk has all of it. */
export const schemaHash = createHash('sha256')
  .update(JSON.stringify([tableDdl, searchDdl, indexDdl]))
  .digest('hex')
