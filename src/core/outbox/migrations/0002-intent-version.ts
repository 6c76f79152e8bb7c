import type { Migration } from '../migrate.ts'

/** Under which version a change was written: after an update it still says what it meant. */
export const intentVersionColumn: Migration = {
  number: 2,
  name: 'intent version',
  up(db) {
    db.exec('alter table change add column version integer not null default 1')
  },
}
