import type { Migration } from '../migrations.ts'

/** When a workstation was asked to empty itself, and when it said that it had. */
export const consoleWipe: Migration = {
  n: 4,
  name: 'console wipe',
  sql: [
    'alter table consoles add column wipe_asked_at bigint',
    'alter table consoles add column wiped_at bigint',
  ],
}
