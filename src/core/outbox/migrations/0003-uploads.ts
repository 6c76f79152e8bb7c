import type { Migration } from '../migrate.ts'

/** Files on their way to the desk. */
export const uploads: Migration = {
  number: 3,
  name: 'uploads',
  up(db) {
    db.exec(`
      create table upload (
        sha256 text primary key,
        size integer not null,
        user_id text not null,
        state text not null check (state in ('waiting', 'done', 'refused')),
        at integer not null
      ) strict, without rowid;
    `)
  },
}
