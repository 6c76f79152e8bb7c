import { describe, expect, test } from 'vitest'
import { demoCallers } from '#demo/company/demo-callers.ts'
import { demoCompany } from '#demo/company/demo-company.ts'
import { companyInn, isInn, personInn } from '#demo/company/inn.ts'
import type { Contact } from '#domain/directory/contact.ts'
import { russianDialPlan } from '#domain/directory/dial-plan.ts'
import { judgeAuthority } from '#domain/directory/judge-authority.ts'
import { judgeCoverage } from '#domain/directory/judge-coverage.ts'
import { normaliseNumber } from '#domain/directory/normalise-number.ts'
import { type Industry, industries } from '#domain/directory/organisation.ts'
import { type Entity, type EntityPut, type EntityRow, entitySchemas } from '#domain/entities.ts'
import { isOpen } from '#domain/ticket/ticket.ts'

const now = Date.parse('2026-09-15T09:00:00Z')
const small = demoCompany('small', now)
const smallRows = [...small.rows()]
const rowsOf = <E extends Entity>(entity: E, rows: readonly EntityPut[] = smallRows): EntityRow<E>[] =>
  rows.filter((put) => put.entity === entity).map((put) => put.row as EntityRow<E>)

describe('the small company', () => {
  test('is made of rows the product accepts, each id once', () => {
    const ids = new Set<string>()
    for (const { entity, row } of smallRows) {
      entitySchemas[entity].parse(row)
      ids.add(`${entity} ${row.id}`)
    }
    expect(ids.size).toBe(smallRows.length)
  })

  test('has what its size promises', () => {
    expect(rowsOf('organisation')).toHaveLength(200)
    expect(rowsOf('contact')).toHaveLength(1000)
    expect(rowsOf('contact').reduce((sum, { phones }) => sum + phones.length, 0)).toBe(2000)
    expect(rowsOf('ticket')).toHaveLength(3000)
  })

  test('is the same each time, another with another seed, and any customer can be had alone', () => {
    expect([...demoCompany('small', now).rows()]).toEqual(smallRows)
    expect(demoCompany('small', now, 2).customer(7)).not.toEqual(small.customer(7))
    expect(rowsOf('organisation')[137]).toEqual(demoCompany('small', now).customer(137).organisation)
  })

  test('points only at rows that exist', () => {
    const ids = new Set(smallRows.map(({ entity, row }) => `${entity} ${row.id}`))
    const missing = rowsOf('ticket').flatMap((ticket) =>
      [
        ['organisation', ticket.organisationId],
        ['contact', ticket.contactId],
        ['contract', ticket.contractId],
        ['site', ticket.siteId],
        ['equipment', ticket.equipmentId],
        ['category', ticket.categoryId],
        ['queue', ticket.queueId],
        ['user', ticket.assigneeId],
        ['user', ticket.createdBy],
        ['callRecord', ticket.callId],
      ].filter(([entity, id]) => id !== null && !ids.has(`${entity} ${id}`)),
    )
    expect(missing).toEqual([])
    const tickets = new Set(rowsOf('ticket').map(({ id }) => id))
    expect(rowsOf('timelineEntry').every(({ ticketId }) => tickets.has(ticketId))).toBe(true)
    expect(rowsOf('callRecord').every(({ ticketIds }) => ticketIds.every((id) => tickets.has(id)))).toBe(true)
  })

  test('lives before now, and closes tickets after making them', () => {
    for (const ticket of rowsOf('ticket')) {
      expect(ticket.createdAt).toBeLessThan(now)
      expect(ticket.updatedAt).toBeLessThanOrEqual(now)
      expect(ticket.closedAt === null).toBe(isOpen(ticket.status))
      if (ticket.closedAt !== null) expect(ticket.closedAt).toBeGreaterThanOrEqual(ticket.createdAt)
    }
    for (const entry of rowsOf('timelineEntry')) expect(entry.at).toBeLessThanOrEqual(now)
  })

  test('has open work, some of it late, most of it not', () => {
    const open = rowsOf('ticket').filter(({ status }) => isOpen(status))
    const late = open.filter(({ slaDue }) => slaDue !== null && slaDue < now)
    expect(open.length).toBeGreaterThan(100)
    expect(late.length / open.length).toBeGreaterThan(0.02)
    expect(late.length / open.length).toBeLessThan(0.3)
  })

  test('has numbers the product reads back, main numbers with extensions, and taxpayer numbers that add up', () => {
    const phones = rowsOf('contact').flatMap((contact) => contact.phones)
    for (const { number, ext, raw } of phones) {
      expect(normaliseNumber(raw, russianDialPlan)).toMatchObject({ kind: 'e164', number, ext })
    }
    expect(phones.some(({ ext }) => ext !== null)).toBe(true)
    expect(rowsOf('organisation').filter(({ inn }) => !isInn(inn ?? ''))).toEqual([])
  })

  test('has some people without authority, some for some sites, some agreements of every kind', () => {
    const authorities = rowsOf('contact').map(({ authority }) => authority)
    expect(authorities.some(({ mayRequest }) => !mayRequest)).toBe(true)
    expect(authorities.some(({ siteIds }) => siteIds !== null)).toBe(true)
    expect(new Set(rowsOf('contract').map(({ status }) => status))).toEqual(
      new Set(['active', 'ended', 'suspended']),
    )
    expect(new Set(rowsOf('contract').flatMap(({ lines }) => lines.map(({ verdict }) => verdict)))).toEqual(
      new Set(['included', 'paid', 'excluded']),
    )
  })
})

test('taxpayer numbers of real shape have the right check digits', () => {
  expect(isInn('7707083893')).toBe(true)
  expect(isInn('7707083894')).toBe(false)
  expect(isInn('500100732259')).toBe(true)
  expect(isInn('500100732258')).toBe(false)
  expect([companyInn('77', 41), personInn('39', 41)].map(isInn)).toEqual([true, true])
})

describe('the usual company', () => {
  const usual = demoCompany('usual', now)
  const industryOf = new Map<string, Industry>()
  const byChannel = new Map<Industry | 'all', Map<string, number>>()
  let tickets = 0
  for (const put of usual.rows()) {
    if (put.entity === 'organisation') industryOf.set(put.row.id, put.row.industry)
    if (put.entity !== 'ticket') continue
    tickets++
    for (const group of ['all', industryOf.get(put.row.organisationId ?? '') as Industry] as const) {
      const counts = byChannel.get(group) ?? new Map<string, number>()
      byChannel.set(group, counts.set(put.row.channel, (counts.get(put.row.channel) ?? 0) + 1))
    }
  }
  const share = (group: Industry | 'all', channel: string) => {
    const counts = byChannel.get(group) ?? new Map<string, number>()
    return (counts.get(channel) ?? 0) / [...counts.values()].reduce((sum, count) => sum + count, 0)
  }
  const leading = (group: Industry) =>
    [...(byChannel.get(group) ?? [])].sort(([, one], [, other]) => other - one)[0]?.[0]

  test('asks by the channels the studies tell of', () => {
    expect(tickets).toBe(200_000)
    expect(share('all', 'phone') + share('all', 'email')).toBeGreaterThan(0.5)
    expect(share('all', 'integration')).toBeCloseTo(1 / 7, 1)
    for (const industry of ['retail', 'itOutsourcing', 'softwareErp'] as const) {
      expect(share(industry, 'phone')).toBeLessThan(0.1)
    }
    for (const industry of ['securityEquipment', 'vehicleMonitoring', 'cashRegistersHoReCa'] as const) {
      expect(leading(industry)).toBe('phone')
    }
    expect(leading('softwareErp')).toBe('email')
    expect(byChannel.size).toBe(industries.length + 1)
  })
})

describe('the callers of the demo page', () => {
  test.each(['small', 'large'] as const)('of the %s company are who they say', (size) => {
    const company = demoCompany(size, now)
    const callers = demoCallers(company)
    const owners = new Map<string, Contact[]>()
    const people = new Map<string, Contact>()
    // The first blocks hold every story.
    for (let nth = 0; nth < 200; nth++) {
      for (const contact of company.customer(nth).contacts) {
        people.set(contact.id, contact)
        for (const { number, ext } of contact.phones) {
          if (ext === null) owners.set(number, [...(owners.get(number) ?? []), contact])
        }
      }
    }
    expect(new Set(callers.map(({ key }) => key)).size).toBe(callers.length)
    for (const caller of callers) {
      const normal = normaliseNumber(caller.number, russianDialPlan)
      const found = normal.kind === 'e164' ? (owners.get(normal.number) ?? []) : []
      const kinds = {
        known: 'e164',
        several: 'e164',
        unknown: 'e164',
        hidden: 'hidden',
        colleague: 'internal',
      }
      expect([caller.key, normal.kind]).toEqual([caller.key, kinds[caller.expects]])
      if (caller.expects === 'several') expect(found).toHaveLength(3)
      else expect(found.map(({ id }) => id)).toEqual(caller.contactId === null ? [] : [caller.contactId])
    }
    const judged = (key: string) => {
      const caller = callers.find((one) => one.key === key)
      const contact = people.get(caller?.contactId ?? '') ?? null
      const customer = Array.from({ length: 200 }, (_, nth) => company.customer(nth)).find(
        ({ organisation }) => organisation.id === caller?.organisationId,
      )
      const at = now
      const { reason } = judgeCoverage({
        contracts: customer?.contracts ?? [],
        calendars: company.calendars,
        at,
        categoryId: null,
        siteId: null,
        equipmentKind: null,
      })
      return [reason, judgeAuthority(contact, { siteId: null, at, timeZone: 'Europe/Moscow' }).answer]
    }
    expect(judged('written1')).toEqual(['lineIncluded', 'may'])
    expect(judged('noAuthority')).toEqual(['lineIncluded', 'mayNot'])
    expect(judged('officeHours')).toEqual(['lineIncluded', 'may'])
    expect(judged('ended')).toEqual(['contractEnded', 'may'])
    expect(judged('suspended')).toEqual(['contractSuspended', 'may'])
    expect(judged('paid')).toEqual(['linePaid', 'may'])
    expect(judged('noContract')).toEqual(['noContract', 'may'])
  })
})
