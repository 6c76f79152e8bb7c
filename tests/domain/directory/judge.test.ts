import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { judgeAuthority, whoMay } from '#domain/directory/judge-authority.ts'
import { type CoverageRequest, judgeCoverage } from '#domain/directory/judge-coverage.ts'
import { aContact, aContract, aLine, as, officeHours } from '../rows.ts'

const moscow = (text: string) =>
  Temporal.PlainDateTime.from(text).toZonedDateTime('Europe/Moscow').epochMilliseconds
const workday = moscow('2026-04-28T12:00')
const night = moscow('2026-04-28T23:00')
const calendar = officeHours()

const judge = (request: Partial<CoverageRequest>) =>
  judgeCoverage({
    contracts: [aContract()],
    calendars: [calendar],
    at: workday,
    categoryId: null,
    siteId: null,
    equipmentKind: null,
    ...request,
  })

describe('which contract speaks', () => {
  test('none at all', () => {
    expect(judge({ contracts: [] })).toEqual({
      verdict: 'outside',
      reason: 'noContract',
      contractId: null,
      line: null,
      slaPolicyId: null,
    })
  })

  test.each([
    ['contractEnded', { validTo: '2026-04-27' }],
    ['contractEnded', { status: 'ended' }],
    ['contractNotBegun', { validFrom: '2026-04-29' }],
    ['contractSuspended', { status: 'suspended' }],
  ] as const)('%s', (reason, fields) => {
    expect(judge({ contracts: [aContract(fields)] })).toMatchObject({ verdict: 'outside', reason })
  })

  test('the last day counts to its end, in the zone of the contract', () => {
    const contracts = [aContract({ validTo: '2026-04-28', lines: [aLine({ calendarId: calendar.id })] })]
    const bySite = officeHours({ ...roundTheClock })
    const request = { contracts, calendars: [bySite] }
    expect(judge({ ...request, at: moscow('2026-04-28T23:59') })).toMatchObject({ verdict: 'included' })
    expect(judge({ ...request, at: moscow('2026-04-29T00:00') })).toMatchObject({ reason: 'contractEnded' })
    expect(
      judge({
        ...request,
        calendars: [{ ...bySite, timeZone: 'Asia/Vladivostok' }],
        at: moscow('2026-04-28T18:00'),
      }),
    ).toMatchObject({ reason: 'contractEnded' })
  })

  test('the one that pays, though another was made later', () => {
    const contracts = [
      aContract({ id: as('ended'), status: 'ended', validTo: '2030-01-01' }),
      aContract({ id: as('paid'), validTo: '2029-01-01', lines: [aLine({ verdict: 'paid' })] }),
      aContract({ id: as('included') }),
    ]
    expect(judge({ contracts })).toMatchObject({ verdict: 'included', contractId: 'included' })
    expect(judge({ contracts: contracts.slice(0, 2) })).toMatchObject({ verdict: 'paid', contractId: 'paid' })
  })

  test('the one whose lines know the site', () => {
    const contracts = [
      aContract({ id: as('a'), lines: [aLine({ siteIds: [as('shop')] })] }),
      aContract({ id: as('b'), lines: [aLine({ siteIds: [as('store')] })] }),
    ]
    expect(judge({ contracts, siteId: as('store') })).toMatchObject({ verdict: 'included', contractId: 'b' })
  })
})

const roundTheClock = {
  hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '24:00' })),
}

describe('which line decides', () => {
  const lines = [
    aLine({ title: 'Чистка', categoryIds: [as('cleaning')], verdict: 'excluded' }),
    aLine({ title: 'Кассы', categoryIds: [as('cash')], calendarId: calendar.id, slaPolicyId: as('fast') }),
    aLine({ title: 'Вне часов', categoryIds: [as('cash')], verdict: 'paid' }),
    aLine({ title: 'Камеры', categoryIds: [as('video')], calendarId: calendar.id }),
    aLine({ title: 'Сервер', categoryIds: [as('it')], equipmentKinds: ['server'], verdict: 'paid' }),
    aLine({ title: 'ИТ', categoryIds: [as('it')] }),
  ]
  const contracts = [aContract({ lines })]

  test.each([
    ['cleaning', workday, 'outside', 'lineExcluded', 'Чистка'],
    ['cash', workday, 'included', 'lineIncluded', 'Кассы'],
    ['cash', night, 'paid', 'linePaid', 'Вне часов'],
    ['video', night, 'outside', 'outsideHours', 'Камеры'],
    ['plumbing', workday, 'outside', 'noLineFits', null],
    ['it', workday, 'unknown', 'dependsOnDetails', 'Сервер'],
  ])('%s', (categoryId, at, verdict, reason, line) => {
    expect(judge({ contracts, at, categoryId: as(categoryId) })).toMatchObject({ verdict, reason, line })
  })

  test('with its own SLA policy where it has one', () => {
    expect(judge({ contracts, categoryId: as('cash') }).slaPolicyId).toBe('fast')
    expect(judge({ contracts, categoryId: as('cash'), at: night }).slaPolicyId).toBe('sla-1')
  })

  test('equipment settles what depended on it', () => {
    const it = { contracts, categoryId: as<never>('it') }
    expect(judge({ ...it, equipmentKind: 'server' })).toMatchObject({ verdict: 'paid', line: 'Сервер' })
    expect(judge({ ...it, equipmentKind: 'printer' })).toMatchObject({ verdict: 'included', line: 'ИТ' })
  })

  test('a line for the parent category holds for those below', () => {
    expect(judge({ contracts, categoryId: as('receipt'), categoryPath: [as('cash')] })).toMatchObject({
      verdict: 'included',
    })
  })

  test('hours nobody told leave it open', () => {
    expect(judge({ contracts, categoryId: as('video'), calendars: [] })).toMatchObject({
      verdict: 'unknown',
      reason: 'dependsOnDetails',
    })
  })

  test('before anything is chosen the contract counts as a whole', () => {
    expect(judge({ contracts })).toMatchObject({ verdict: 'included', line: 'Кассы' })
    expect(judge({ contracts: [aContract({ lines: lines.slice(0, 1) })] })).toMatchObject({
      verdict: 'outside',
    })
    expect(judge({ contracts: [aContract({ lines: lines.slice(0, 3) })], at: night })).toMatchObject({
      verdict: 'paid',
    })
    expect(judge({ contracts: [aContract({ lines: [] })] })).toMatchObject({ verdict: 'unknown' })
  })
})

describe('may this contact ask', () => {
  const request = { siteId: null, at: workday, timeZone: 'Europe/Moscow' }
  const may = { mayRequest: true, mayApprovePaid: false, siteIds: null, until: null }
  const shop = [as<never>('shop')]

  test.each([
    ['granted', 'may', aContact({ authority: may }), {}],
    ['noAuthority', 'mayNot', aContact(), {}],
    ['inactive', 'mayNot', aContact({ authority: may, active: false }), {}],
    ['ended', 'mayNot', aContact({ authority: { ...may, until: '2026-04-27' } }), {}],
    ['granted', 'may', aContact({ authority: { ...may, until: '2026-04-28' } }), {}],
    ['otherSites', 'unknown', aContact({ authority: { ...may, siteIds: shop } }), {}],
    [
      'otherSites',
      'mayNot',
      aContact({ authority: { ...may, siteIds: shop } }),
      { siteId: as<never>('store') },
    ],
    ['granted', 'may', aContact({ authority: { ...may, siteIds: shop } }), { siteId: as<never>('shop') }],
    ['otherSites', 'mayNot', aContact({ authority: { ...may, siteIds: [] } }), {}],
    ['contactUnknown', 'unknown', null, {}],
  ] as const)('%s: %s', (reason, answer, contact, more) => {
    expect(judgeAuthority(contact, { ...request, ...more })).toEqual({ answer, reason })
  })

  test('who may instead: those of the site first, then those who pay, at most five', () => {
    const people = [
      aContact({ id: as('no'), name: 'А' }),
      aContact({ id: as('all'), name: 'Б', authority: may }),
      aContact({ id: as('pays'), name: 'В', authority: { ...may, mayApprovePaid: true } }),
      aContact({ id: as('shop'), name: 'Г', authority: { ...may, siteIds: shop } }),
    ]
    const ids = whoMay(people, { ...request, siteId: as('shop') }).map(({ contactId }) => contactId)
    expect(ids).toEqual(['shop', 'pays', 'all'])
    const many = Array.from({ length: 9 }, (_, n) => aContact({ id: as(`c${n}`), authority: may }))
    expect(whoMay(many, request)).toHaveLength(5)
  })
})
