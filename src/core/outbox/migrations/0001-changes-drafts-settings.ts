import type { Migration } from '../migrate.ts'

/** The first outbox: numbered changes, drafts, choices learnt, counters and settings. */
export const changesDraftsSettings: Migration = {
  number: 1,
  name: 'changes, drafts, settings',
  up(db) {
    db.exec(`
      create table change (
        n integer primary key,
        key text not null unique,
        kind text not null,
        intent text not null,
        made_at integer not null,
        user_id text not null,
        about text not null,
        state text not null check (state in ('pending', 'applied', 'confirmed', 'refused', 'discarded')),
        refusal text,
        settled_at integer
      ) strict;
      create index change_unsettled on change (n) where state in ('pending', 'applied', 'refused');
      create table draft (
        id text primary key,
        call_id text,
        fields text not null,
        saved_at integer not null
      ) strict, without rowid;
      create table learnt (
        number text primary key,
        contact_id text,
        organisation_id text,
        times integer not null,
        at integer not null
      ) strict, without rowid;
      create table kept (key text primary key, value text not null) strict, without rowid;
    `)
  },
}
