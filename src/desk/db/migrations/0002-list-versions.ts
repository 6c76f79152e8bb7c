import type { Migration } from '../migrations.ts'

const tables = ['work_calendars', 'sla_policies', 'categories']

/**
 * A number beside the lists a push is judged by, raised by whoever changes one of them. Nodes keep the lists in memory
 * and compare this number in each transaction, so a list in memory is never older than the transaction that uses it.
 */
export const listVersions: Migration = {
  n: 2,
  name: 'list-versions',
  sql: [
    `create function count_list_change() returns trigger language plpgsql as $$
      begin
        insert into counters (space_id, name, value) values (coalesce(new.space_id, old.space_id), 'lists', 1)
        on conflict (space_id, name) do update set value = counters.value + 1;
        return null;
      end $$`,
    ...tables.map(
      (table) => `create trigger count_list_change after insert or update or delete on ${table}
        for each row execute function count_list_change()`,
    ),
  ],
}
