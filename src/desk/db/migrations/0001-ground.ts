import type { Migration } from '../migrations.ts'

/** `space_id` comes first in every key: a space can later live on a machine of its own. */
const entityTable = (name: string, columns: readonly string[] = []) => `create table ${name} (
  space_id text not null,
  id text not null,
  v bigint not null,
  row jsonb not null,
  ${columns.map((column) => `${column},\n  `).join('')}primary key (space_id, id))`

/** A column read out of the row itself, so that the two can never disagree. */
const text = (column: string, key: string) => `${column} text generated always as (row->>'${key}') stored`
const bigint = (column: string, key: string) =>
  `${column} bigint generated always as ((row->>'${key}')::bigint) stored`

const open = `status in ('new', 'assigned', 'inProgress', 'waiting')`

export const ground: Migration = {
  n: 1,
  name: 'ground',
  sql: [
    `create table spaces (space_id text primary key, name text not null, time_zone text not null)`,
    // What a cursor's epoch stands for: this very history of this very cluster.
    `create table desk_epoch (
      one boolean primary key default true check (one),
      epoch uuid not null, system_identifier text not null, timeline text not null, since timestamptz not null default now())`,
    `create table desk_keys (name text primary key, secret text not null, made_at timestamptz not null default now())`,
    `create table counters (space_id text not null, name text not null, value bigint not null, primary key (space_id, name))`,

    entityTable('organisations', [text('name', 'name')]),
    entityTable('contacts', [text('organisation_id', 'organisationId')]),
    entityTable('contracts', [text('organisation_id', 'organisationId')]),
    entityTable('sites', [text('organisation_id', 'organisationId')]),
    entityTable('equipment', [text('organisation_id', 'organisationId')]),
    entityTable('users', [
      `login text generated always as (lower(row->>'login')) stored`,
      text('role', 'role'),
      `active boolean generated always as ((row->>'active')::boolean) stored`,
    ]),
    entityTable('teams'),
    entityTable('queues'),
    entityTable('categories'),
    entityTable('routing_rules'),
    entityTable('sla_policies'),
    entityTable('work_calendars'),
    entityTable('tickets', [
      text('number', 'number'),
      text('provisional_number', 'provisionalNumber'),
      text('status', 'status'),
      text('queue_id', 'queueId'),
      text('assignee_id', 'assigneeId'),
      text('organisation_id', 'organisationId'),
      bigint('created_at', 'createdAt'),
      bigint('sla_due', 'slaDue'),
      bigint('closed_at', 'closedAt'),
      // False once its rows were evicted from the feeds (closed long ago): consoles no longer hold it.
      `in_feed boolean not null default true`,
    ]),
    entityTable('timeline_entries', [text('ticket_id', 'ticketId'), bigint('at', 'at')]),
    entityTable('call_records', [text('user_id', 'userId'), bigint('ring_at', 'ringAt')]),

    `create unique index users_by_login on users (space_id, login)`,
    `create index contracts_by_organisation on contracts (space_id, organisation_id)`,
    `create index contacts_by_organisation on contacts (space_id, organisation_id)`,
    `create unique index tickets_by_number on tickets (space_id, number)`,
    `create index tickets_by_provisional_number on tickets (space_id, provisional_number) where provisional_number is not null`,
    `create index tickets_by_queue on tickets (space_id, queue_id, sla_due) where ${open}`,
    `create index tickets_by_organisation on tickets (space_id, organisation_id, created_at)`,
    `create index tickets_closed_in_feed on tickets (space_id, closed_at) where in_feed and closed_at is not null`,
    // 'simple': words as they are, in any language; a search adds ":*", so that an ending may differ.
    `create index tickets_by_word on tickets using gin (to_tsvector('simple', row->>'subject'))`,
    `create index organisations_by_word on organisations using gin (to_tsvector('simple', row->>'name'))`,
    `create index timeline_entries_by_ticket on timeline_entries (space_id, ticket_id, at)`,

    // The feed. tx is compared and ordered as bigint: the same column as text sorts 1000 before 999. The default
    // gives the id of the top-level transaction; the row's own xmin would be that of a savepoint.
    `create table changes (
      space_id text not null,
      shape text not null,
      tx bigint not null default (pg_current_xact_id()::text::bigint),
      k integer not null,
      entity text not null,
      id text not null,
      op text not null check (op in ('put', 'del', 'evict')),
      v bigint not null,
      at bigint not null,
      row text,
      primary key (space_id, shape, tx, k))`,
    `create index changes_by_row on changes (space_id, id, tx)`,
    `create index changes_tombstones on changes (space_id, shape, tx) where op <> 'put'`,
    // gc_tx, gc_k: the last tombstone that is gone, a cursor from before it begins again. compacted_tx: how far the job came.
    `create table feed_state (
      space_id text not null, shape text not null,
      gc_tx bigint not null default 0, gc_k integer not null default 0, compacted_tx bigint not null default 0,
      primary key (space_id, shape))`,

    `create table consoles (
      space_id text not null, console_id text not null, code text not null,
      last_n bigint not null default 0, user_id text, seen_at bigint not null,
      primary key (space_id, console_id))`,
    `create unique index consoles_by_code on consoles (space_id, code)`,
    `create table intent_results (
      space_id text not null, key text not null, console_id text not null, n bigint not null,
      tx bigint not null default (pg_current_xact_id()::text::bigint),
      outcome jsonb not null, user_id text not null, made_at bigint not null, at bigint not null,
      primary key (space_id, key))`,
    `create index intent_results_by_console on intent_results (space_id, console_id, tx)`,
    `create index intent_results_by_tx on intent_results (space_id, tx)`,
    `create index intent_results_by_age on intent_results (at)`,
    // Intents that broke the desk's own code; args are kept once an intent is quarantined.
    `create table intent_crashes (
      space_id text not null, key text not null, crashes integer not null, last_at bigint not null,
      quarantined boolean not null default false, console_id text, user_id text, args text,
      primary key (space_id, key))`,

    `create table user_secrets (
      login text primary key, space_id text not null, user_id text not null, password text not null, changed_at bigint not null)`,
    `create unique index user_secrets_by_user on user_secrets (space_id, user_id)`,
    `create table refresh_tokens (
      hash text primary key, family text not null, space_id text not null, user_id text not null, console_id text not null,
      issued_at bigint not null, expires_at bigint not null, used_at bigint, successor text, revoked_at bigint)`,
    `create index refresh_tokens_by_family on refresh_tokens (family)`,
    `create index refresh_tokens_by_user on refresh_tokens (space_id, user_id)`,
    `create table sign_in_tries (
      bucket text primary key, failures integer not null, first_at bigint not null, last_at bigint not null)`,

    // Lost with a crash of the server and told anew within seconds: no need to be durable.
    `create unlogged table presence (
      space_id text not null, user_id text not null, state jsonb not null, heard_at bigint not null,
      primary key (space_id, user_id))`,
    `create unlogged table pbx_state (space_id text primary key, at bigint not null, live boolean not null, rows jsonb not null)`,
  ],
}
