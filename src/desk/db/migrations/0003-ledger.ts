import type { Migration } from '../migrations.ts'

const entityTable = (name: string) => `create table ${name} (
  space_id text not null, id text not null, v bigint not null, row jsonb not null, primary key (space_id, id))`

/** Missed callers: who calls them back, who settled them, when lines did not hear; and finding a caller by number. */
export const ledger: Migration = {
  n: 3,
  name: 'ledger',
  sql: [
    entityTable('ledger_claims'),
    entityTable('ledger_closures'),
    entityTable('deaf_times'),
    // For the contact of a caller who gave up at the PBX.
    `create index contacts_by_phone on contacts using gin ((row->'phones') jsonb_path_ops)`,
  ],
}
