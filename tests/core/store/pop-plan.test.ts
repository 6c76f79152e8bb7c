import { expect, onTestFinished, test } from 'vitest'
import { numberSql } from '#core/store/number-lookup.ts'
import { Store } from '#core/store/store.ts'
import { openCountSql, openOfOrganisationSql, whereOf } from '#core/store/ticket-lists.ts'
import { orderSql } from '#core/store/ticket-order.ts'
import { smallCompany } from '#tests/desk/floor/company.ts'
import { workFolder } from '../support/work-folder.ts'

function planner() {
  const store = new Store(workFolder(), 'ab'.repeat(32))
  onTestFinished(() => store.close())
  store.load(smallCompany(), 1)
  return (sql: string): string => {
    const steps = store.db.prepare(`explain query plan ${sql}`).all(...Array(countOf(sql)).fill('1')) as {
      detail: string
    }[]
    return steps.map(({ detail }) => detail).join('\n')
  }
}
const countOf = (sql: string) => sql.split('?').length - 1

test.each([
  ['the exact number', numberSql.exact, 'USING INDEX contact_phone_by_nat10'],
  ['an internal number', numberSql.short, 'USING INDEX contact_phone_by_number'],
  ['the last ten digits', numberSql.last10, 'USING INDEX contact_phone_by_nat10'],
  ['the last seven digits', numberSql.last7, 'USING INDEX contact_phone_by_loc7'],
  ['the block of a main number', numberSql.block, 'organisation_by_block'],
  ['open tickets of the organisation', openOfOrganisationSql, 'USING INDEX ticket_open_by_organisation'],
  ['their count', openCountSql, 'ticket_open_by_organisation'],
  ['sites', 'select * from site where organisation_id = ?', 'USING INDEX site_by_organisation'],
  [
    'last calls',
    'select * from call_record where organisation_id = ? order by ring_at desc limit 5',
    'USING INDEX call_record_by_organisation',
  ],
])('the pop finds %s by an index and reads no table through', (_what, sql, index) => {
  const plan = planner()(sql)
  expect(plan).toContain(index)
  expect(plan).not.toMatch(/\bSCAN\b/)
  expect(plan).not.toContain('TEMP B-TREE')
})

test('the list of a queue comes in the order of its index', () => {
  const filter = { view: { kind: 'queue', queueId: 'q' as never }, text: '', openOnly: true } as const
  const { where } = whereOf(filter, [], { hits: () => null })
  const plan = planner()(`select id from ticket t where ${where} order by ${orderSql.due} limit 100`)
  expect(plan).toContain('ticket_open_by_queue')
  expect(plan).not.toMatch(/\bSCAN\b/)
  expect(plan).not.toContain('TEMP B-TREE FOR ORDER BY')
})
