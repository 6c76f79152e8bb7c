import type { Instant } from '../instant.ts'
import type { WorkCalendar } from './work-calendar.ts'
import { type DayNumber, dateOf, dayAt, wallTime, weekdayOf } from './zone-days.ts'

const minuteMs = 60_000
/** Longer stretches without any work than this are no calendar but a mistake. */
const idleDaysMax = 400

/** Working stretches of one day as instants, merged and in order. */
type Span = { from: Instant; to: Instant }

/** Spans by calendar and day, forgotten with the calendar: SLA times ask for the same weeks again and again. */
const known = new WeakMap<WorkCalendar, { holidays: ReadonlySet<string>; days: Map<DayNumber, Span[]> }>()

/** Is it working time at that moment? The end of a span is not. */
export function isWorkingAt(calendar: WorkCalendar, at: Instant): boolean {
  return spansOf(calendar, dayAt(calendar.timeZone, at)).some(({ from, to }) => from <= at && at < to)
}

/** False for a calendar that never opens: nothing is ever due by it. */
export function hasWorkingTime(calendar: WorkCalendar, from: Instant): boolean {
  const today = dayAt(calendar.timeZone, from)
  for (let day = today; day <= today + idleDaysMax; day++) {
    if (spansOf(calendar, day).some(({ to }) => to > from)) return true
  }
  return false
}

/**
 * The moment by which so many working minutes have passed since `from`. Time is counted as it passes, so a day of
 * 23 or 25 hours round the clock has so many. A deadline on the end of a day stays there, it does not move to the
 * next morning. Throws RangeError for negative minutes and for a calendar that never opens.
 */
export function addWorkingMinutes(calendar: WorkCalendar, from: Instant, minutes: number): Instant {
  if (!(minutes >= 0)) throw new RangeError(`working minutes must not be negative: ${minutes}`)
  let left = minutes * minuteMs
  if (left === 0) return from
  let idleDays = 0
  for (let day = dayAt(calendar.timeZone, from); ; day++) {
    let worked = false
    for (const span of spansOf(calendar, day)) {
      const start = Math.max(span.from, from)
      if (start >= span.to) continue
      if (left <= span.to - start) return start + left
      left -= span.to - start
      worked = true
    }
    idleDays = worked ? 0 : idleDays + 1
    if (idleDays > idleDaysMax) throw new RangeError(`calendar ${calendar.id} has no working time`)
  }
}

/** Working minutes that pass between two moments, with fractions; 0 when `to` is not after `from`. */
export function workingMinutesBetween(calendar: WorkCalendar, from: Instant, to: Instant): number {
  if (to <= from) return 0
  const last = dayAt(calendar.timeZone, to)
  let worked = 0
  for (let day = dayAt(calendar.timeZone, from); day <= last; day++) {
    for (const span of spansOf(calendar, day)) {
      worked += Math.max(0, Math.min(span.to, to) - Math.max(span.from, from))
    }
  }
  return worked / minuteMs
}

function spansOf(calendar: WorkCalendar, day: DayNumber): Span[] {
  let cache = known.get(calendar)
  if (cache === undefined) {
    cache = { holidays: new Set(calendar.holidays), days: new Map() }
    known.set(calendar, cache)
  }
  const remembered = cache.days.get(day)
  if (remembered !== undefined) return remembered
  const spans = cache.holidays.has(dateOf(day)) ? [] : spansOn(calendar, day)
  cache.days.set(day, spans)
  return spans
}

function spansOn(calendar: WorkCalendar, day: DayNumber): Span[] {
  const weekday = weekdayOf(day)
  const spans = calendar.hours
    .filter((hours) => hours.weekday === weekday)
    .map(({ from, to }) => ({
      from: wallTime(calendar.timeZone, day, minutesOf(from)),
      to: wallTime(calendar.timeZone, day, minutesOf(to)),
    }))
    .filter(({ from, to }) => from < to)
    .sort((one, other) => one.from - other.from)
  const merged: Span[] = []
  for (const span of spans) {
    const before = merged.at(-1)
    if (before !== undefined && span.from <= before.to) before.to = Math.max(before.to, span.to)
    else merged.push({ ...span })
  }
  return merged
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}
