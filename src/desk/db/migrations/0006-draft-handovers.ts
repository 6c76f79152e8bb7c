import type { Migration } from '../migrations.ts'

/** Tickets being written on their way to a colleague, for half an hour at most. */
export const draftHandovers: Migration = {
  n: 6,
  name: 'draft handovers',
  sql: [
    `create table draft_handovers (
       space_id text not null,
       id bigint generated always as identity,
       from_user text not null,
       to_user text not null,
       pbx_call_id text not null,
       number text,
       fields jsonb not null,
       given_at bigint not null,
       primary key (space_id, id)
     )`,
    'create index draft_handovers_to on draft_handovers (space_id, to_user)',
  ],
}
