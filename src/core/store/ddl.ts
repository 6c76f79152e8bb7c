import { createHash } from 'node:crypto'
import { getTableConfig } from 'drizzle-orm/sqlite-core'
import type { Searched } from './search-index.ts'
import { allTables } from './tables.ts'
import { debtDdl } from './text-debt.ts'

/**
 * Tables whose rows are long: without a rowid a row above a quarter of a page spills into a page of its own, which
 * made contracts take two thirds of the large customers' part.
 */
const wide: ReadonlySet<string> = new Set(['contract'])

/** `create table … strict, without rowid` of every table, from the same declarations the queries use. */
export const tableDdl: readonly string[] = allTables.map((table) => {
  const { name, columns, primaryKeys } = getTableConfig(table)
  const parts = columns.map(
    (column) =>
      `"${column.name}" ${column.getSQLType()}${column.primary ? ' primary key' : ''}${column.notNull ? ' not null' : ''}`,
  )
  for (const key of primaryKeys) {
    parts.push(`primary key (${key.columns.map((column) => `"${column.name}"`).join(', ')})`)
  }
  return `create table "${name}" (${parts.join(', ')}) strict${wide.has(name) ? '' : ', without rowid'}`
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
  `create index contact_phone_by_contact on contact_phone (contact_id)`,
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

/** A cache made by another shape of tables is thrown away, never migrated: the desk has all of it. */
export const schemaHash = createHash('sha256')
  .update(JSON.stringify([tableDdl, searchDdl, indexDdl]))
  .digest('hex')
