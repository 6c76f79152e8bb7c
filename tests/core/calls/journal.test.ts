import { describe, expect, test } from 'vitest'
import type { CallRecord } from '#domain/call/call-record.ts'
import { callId } from '#domain/ids.ts'
import { ids } from '#tests/desk/floor/company.ts'
import { aCallRecord, as, aTicket } from '#tests/domain/rows.ts'
import { account } from '../support/account.ts'
import { seated } from '../support/seated.ts'

const minute = 60_000
const olga = { contactId: ids.contact, organisationId: ids.organisation, number: '+79161112233' }
let made = 0
const record = (ago: number, fields: Partial<CallRecord>): CallRecord => {
  const ringAt = Date.now() - ago * minute
  made += 1
  return aCallRecord({
    id: as(`call-${made}`),
    v: 1,
    userId: account.user.id,
    pbxCallId: `pbx-${made}`,
    contactId: null,
    organisationId: null,
    ticketIds: [],
    ringAt,
    answeredAt: null,
    endedAt: ringAt + minute,
    end: 'abandoned',
    ...fields,
  })
}

async function withCalls(...records: CallRecord[]) {
  const anna = await seated()
  anna.core.work.store.load(
    records.map((row) => ({ entity: 'callRecord' as const, row })),
    Date.now(),
  )
  return anna
}

describe('the journal', () => {
  test('is one row a call, of who answered it, with the tickets of all its records', async () => {
    const shared = { pbxCallId: 'shared' }
    const mine = record(10, { ...shared, ...olga, end: 'answeredElsewhere', ticketIds: [as('t-1')] })
    const boris = record(10, {
      ...shared,
      userId: as('boris'),
      answeredAt: Date.now() - 9 * minute,
      end: 'endedByThem',
      ticketIds: [as('t-2')],
    })
    const anna = await withCalls(mine, boris)
    anna.core.work.store.load(
      [{ entity: 'ticket', row: aTicket({ id: as('t-2'), number: '1234' }) }],
      Date.now(),
    )
    const { rows } = await anna.window.calls.journal({ only: 'all' })
    expect(rows).toMatchObject([
      { missed: false, contactName: 'Ольга Кукушкина', record: { id: boris.id, ticketIds: ['t-1', 't-2'] } },
    ])
    const details = await anna.window.calls.details({ callId: mine.id })
    expect(details).toMatchObject({
      tickets: [{ ticketId: 't-2', number: '1234' }],
      settlement: null,
      row: { record: { id: boris.id } },
    })
    expect(details.rangAt.map(({ end, answered }) => [end, answered])).toEqual([
      ['answeredElsewhere', false],
      ['endedByThem', true],
    ])
  })

  test('mine or everybody’s, by kind; a call the PBX alone knows is everybody’s', async () => {
    const anna = await withCalls(
      record(5, { direction: 'out', end: 'busy' }),
      record(6, {}),
      record(7, { userId: as('boris'), answeredAt: Date.now() - 6 * minute, end: 'endedByUs' }),
      record(8, { userId: null }),
    )
    const ends = async (ask: Parameters<typeof anna.window.calls.journal>[0]) =>
      (await anna.window.calls.journal(ask)).rows.map(({ record: { end, userId } }) => `${end} ${userId}`)
    const me = account.user.id
    expect(await ends({ only: 'all' })).toEqual([`busy ${me}`, `abandoned ${me}`])
    expect(await ends({ only: 'all', whose: 'all' })).toHaveLength(4)
    expect(await ends({ only: 'out', whose: 'all' })).toEqual([`busy ${me}`])
    expect(await ends({ only: 'in', whose: 'all' })).toHaveLength(3)
    expect(await ends({ only: 'missed', whose: 'all' })).toEqual([`abandoned ${me}`, 'abandoned null'])
  })

  test.each([
    ['916 111', 1],
    ['8 (916) 111-22-33', 1],
    ['кукуш', 1],
    ['ромаш', 1],
    ['РЕСНЯН', 1],
    ['никого', 0],
    ['100%', 0],
  ])('finds %s: %i', async (text, count) => {
    const anna = await withCalls(
      record(5, { ...olga, numberRaw: '89161112233' }),
      record(6, { number: '+78123332211', numberRaw: '88123332211', callerName: 'Реснянский' }),
    )
    expect((await anna.window.calls.journal({ only: 'all', text })).rows).toHaveLength(count)
  })

  test('says how a missed call was settled, and that one still waits', async () => {
    const missed = record(30, olga)
    const talk = record(10, {
      ...olga,
      direction: 'out',
      answeredAt: Date.now() - 10 * minute,
      end: 'endedByUs',
    })
    const waits = record(5, { number: '+78123332211' })
    const anna = await withCalls(missed, talk, waits)
    const settled = await anna.window.calls.details({ callId: missed.id })
    expect(settled.settlement).toMatchObject({ how: 'weGotThrough', byName: account.user.name })
    expect((await anna.window.calls.details({ callId: waits.id })).settlement).toBeNull()
    await expect(anna.window.calls.details({ callId: callId.parse('nobody') })).rejects.toMatchObject({
      code: 'NO_SUCH_CALL',
    })
  })
})
