import type { Migration } from '../migrations.ts'

/** Files of tickets by their hash, in pieces: any desk node can take and give any of them. */
export const attachments: Migration = {
  n: 5,
  name: 'attachments',
  sql: [
    `create table attachments (
      space_id text not null, sha256 text not null, size bigint not null, have bigint not null default 0,
      whole boolean not null default false, by_user text not null, at bigint not null,
      primary key (space_id, sha256))`,
    `create table attachment_pieces (
      space_id text not null, sha256 text not null, at bigint not null, bytes bytea not null,
      primary key (space_id, sha256, at))`,
    `alter table timeline_entries add column attached text
       generated always as (row->'what'->'attachment'->>'sha256') stored`,
    `create index timeline_entries_by_file on timeline_entries (space_id, attached) where attached is not null`,
    // Photos are compressed already.
    `alter table attachment_pieces alter column bytes set storage external`,
  ],
}
