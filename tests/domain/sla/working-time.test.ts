import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { dueTimes } from '#domain/sla/due.ts'
import type { SlaPolicy } from '#domain/sla/sla-policy.ts'
import type { WorkCalendar } from '#domain/sla/work-calendar.ts'
import {
  addWorkingMinutes,
  hasWorkingTime,
  isWorkingAt,
  workingMinutesBetween,
} from '#domain/sla/working-time.ts'
import { estimateTicket, provisionalNumber } from '#domain/ticket/estimate-ticket.ts'
import { as, aTicket, officeHours } from '../rows.ts'

const everyDay = [1, 2, 3, 4, 5, 6, 7]
const roundTheClock = (timeZone: string) =>
  officeHours({ timeZone, hours: everyDay.map((weekday) => ({ weekday, from: '00:00', to: '24:00' })) })
/** `2026-10-23 17:50` there. */
const at = (zone: string, text: string) =>
  Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(zone).epochMilliseconds
const told = (calendar: WorkCalendar, instant: number) =>
  Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(calendar.timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
    .replace('T', ' ')
const add = (calendar: WorkCalendar, from: string, minutes: number) =>
  told(calendar, addWorkingMinutes(calendar, at(calendar.timeZone, from), minutes))

describe('office hours', () => {
  const moscow = officeHours({ holidays: ['2026-05-01'] })
  test.each([
    // 2026-04-30 is a Thursday, 1 May a holiday, then a weekend.
    ['2026-04-30 17:50', 30, '2026-05-04 09:20'],
    ['2026-04-30 17:50', 10, '2026-04-30 18:00'],
    ['2026-04-30 20:00', 1, '2026-05-04 09:01'],
    ['2026-05-02 12:00', 540, '2026-05-04 18:00'],
    ['2026-04-28 08:00', 60, '2026-04-28 10:00'],
    ['2026-04-28 12:00', 0, '2026-04-28 12:00'],
    ['2026-05-02 12:00', 0, '2026-05-02 12:00'],
  ])('%s and %i minutes are %s', (from, minutes, due) => {
    expect(add(moscow, from, minutes)).toBe(due)
  })

  test('are open from the first minute, closed at the last', () => {
    const open = (text: string) => isWorkingAt(moscow, at(moscow.timeZone, text))
    expect([open('2026-04-30 08:59'), open('2026-04-30 09:00')]).toEqual([false, true])
    expect([open('2026-04-30 17:59'), open('2026-04-30 18:00')]).toEqual([true, false])
    expect(open('2026-05-01 12:00')).toBe(false)
  })

  test('in Vladivostok they begin while Moscow sleeps', () => {
    const vladivostok = officeHours({ timeZone: 'Asia/Vladivostok' })
    expect(told(moscow, addWorkingMinutes(vladivostok, at('Europe/Moscow', '2026-04-28 01:30'), 60))).toBe(
      '2026-04-28 03:00',
    )
  })

  test('lunch is not worked, overlapping spans are not worked twice', () => {
    const lunch = officeHours({
      hours: [
        { weekday: 1, from: '13:00', to: '18:00' },
        { weekday: 1, from: '09:00', to: '12:00' },
        { weekday: 1, from: '10:00', to: '12:00' },
        { weekday: 1, from: '20:00', to: '19:00' },
      ],
    })
    expect(add(lunch, '2026-05-04 11:50', 20)).toBe('2026-05-04 13:10')
    expect(
      workingMinutesBetween(
        lunch,
        at('Europe/Moscow', '2026-05-04 00:00'),
        at('Europe/Moscow', '2026-05-05 00:00'),
      ),
    ).toBe(480)
  })
})

describe('days with a shifted clock', () => {
  test('round the clock counts the hours that pass, not those the clock shows', () => {
    const berlin = roundTheClock('Europe/Berlin')
    // 29 March 2026: 02:00 becomes 03:00; 25 October 2026: 03:00 becomes 02:00.
    expect(add(berlin, '2026-03-29 01:30', 60)).toBe('2026-03-29 03:30')
    expect(add(berlin, '2026-10-24 12:00', 24 * 60)).toBe('2026-10-25 11:00')
    expect(
      workingMinutesBetween(
        berlin,
        at(berlin.timeZone, '2026-03-29 00:00'),
        at(berlin.timeZone, '2026-03-30 00:00'),
      ),
    ).toBe(23 * 60)
  })

  test('office hours stay nine hours across the shift', () => {
    const berlin = officeHours({ timeZone: 'Europe/Berlin' })
    expect(add(berlin, '2026-03-27 17:00', 120)).toBe('2026-03-30 10:00')
    expect(add(berlin, '2026-10-23 17:00', 120)).toBe('2026-10-26 10:00')
  })

  test('a midnight that does not exist begins the day an hour later', () => {
    // Beirut, 29 March 2026: 00:00 becomes 01:00.
    const beirut = roundTheClock('Asia/Beirut')
    expect(
      workingMinutesBetween(
        beirut,
        at(beirut.timeZone, '2026-03-29 01:00'),
        at(beirut.timeZone, '2026-03-30 00:00'),
      ),
    ).toBe(23 * 60)
  })
})

describe('calendars with mistakes in them', () => {
  const never = officeHours({ hours: [] })
  test('one that never opens makes nothing due', () => {
    expect(hasWorkingTime(never, 0)).toBe(false)
    expect(() => addWorkingMinutes(never, 0, 1)).toThrow(RangeError)
    expect(dueTimes(policy, never, 'normal', 0)).toEqual({ responseDue: null, slaDue: null })
  })
  test('an unknown zone is read as UTC', () => {
    expect(isWorkingAt(officeHours({ timeZone: 'Mars/Olympus' }), at('UTC', '2026-04-30 09:00'))).toBe(true)
  })
  test('negative minutes are a mistake of ours', () => {
    expect(() => addWorkingMinutes(officeHours(), 0, -1)).toThrow(RangeError)
  })
})

test('adding minutes and counting them agree, in every zone', () => {
  const zone = fc.constantFrom(
    'Europe/Moscow',
    'Europe/Berlin',
    'America/St_Johns',
    'Pacific/Apia',
    'Asia/Beirut',
  )
  const moment = fc.integer({ min: at('UTC', '2026-01-01 00:00'), max: at('UTC', '2027-12-31 00:00') })
  fc.assert(
    fc.property(zone, moment, fc.integer({ min: 1, max: 20_000 }), (timeZone, from, minutes) => {
      const calendar = officeHours({ timeZone })
      const due = addWorkingMinutes(calendar, from, minutes)
      expect(workingMinutesBetween(calendar, from, due)).toBeCloseTo(minutes, 6)
      expect(isWorkingAt(calendar, due - 1)).toBe(true)
    }),
    { numRuns: 200 },
  )
})

const target = { responseMinutes: 60, resolutionMinutes: 480 }
const policy: SlaPolicy = {
  id: as('sla-1'),
  v: 1,
  name: 'Обычный',
  calendarId: as('5x8'),
  targets: {
    low: target,
    normal: target,
    high: target,
    critical: { responseMinutes: 15, resolutionMinutes: 60 },
  },
}

describe('what was promised for a ticket', () => {
  const calendar = officeHours()
  const createdAt = at('Europe/Moscow', '2026-04-28 17:30')
  test('is counted from its creation by its priority', () => {
    const ticket = estimateTicket(aTicket({ createdAt, priority: 'critical' }), { policy, calendar })
    expect(told(calendar, ticket.responseDue ?? 0)).toBe('2026-04-28 17:45')
    expect(told(calendar, ticket.slaDue ?? 0)).toBe('2026-04-29 09:30')
  })
  test('is nothing without a policy', () => {
    expect(estimateTicket(aTicket({ createdAt, slaDue: 5 }), { policy: null, calendar })).toMatchObject({
      responseDue: null,
      slaDue: null,
    })
  })
  test('a number told to a caller while the desk is away', () => {
    expect(provisionalNumber('N7', 42)).toBe('N7-0042')
    expect(provisionalNumber('N7', 12_345)).toBe('N7-12345')
  })
})
