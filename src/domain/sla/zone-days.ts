import { Temporal } from 'temporal-polyfill'
import type { Instant, IsoDate } from '../instant.ts'

const dayMs = 86_400_000
/** Days remembered of all zones together; about a year and a half for thirty zones. */
const rememberedMax = 16_384

/** Starts of days by zone. Asking Temporal takes tens of microseconds, a day is asked for thousands of times. */
const starts = new Map<string, Map<number, Instant>>()
let remembered = 0
const zones = new Map<string, string>()

/** A day of some zone, counted from 1970-01-01 there. */
export type DayNumber = number

/** Zones nobody knows (a typing error in a row from outside) are read as UTC rather than break every judgement. */
function knownZone(timeZone: string): string {
  const known = zones.get(timeZone)
  if (known !== undefined) return known
  let zone = 'UTC'
  try {
    zone = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone).timeZoneId
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  if (zones.size >= 1024) zones.clear()
  zones.set(timeZone, zone)
  return zone
}

const plainDay = (day: DayNumber) => new Temporal.PlainDate(1970, 1, 1).add({ days: day })

/** The instant the day begins there: midnight, or the first moment after a gap that swallowed it. */
export function dayStart(timeZone: string, day: DayNumber): Instant {
  const zone = knownZone(timeZone)
  let days = starts.get(zone)
  if (days === undefined) {
    days = new Map()
    starts.set(zone, days)
  }
  const known = days.get(day)
  if (known !== undefined) return known
  if (remembered >= rememberedMax) {
    starts.clear()
    remembered = 0
    return dayStart(timeZone, day)
  }
  const start = plainDay(day).toZonedDateTime(zone).epochMilliseconds
  days.set(day, start)
  remembered += 1
  return start
}

/** Which day it is there. */
export function dayAt(timeZone: string, at: Instant): DayNumber {
  // No zone is more than a day away from UTC, so the day is one of three.
  const guess = Math.floor(at / dayMs)
  for (const day of [guess, guess + 1]) if (at < dayStart(timeZone, day)) return day - 1
  return guess + 1
}

/** A wall-clock time of that day, in minutes; inside a gap the moment after it, in an overlap the first. */
export function wallTime(timeZone: string, day: DayNumber, minutes: number): Instant {
  if (minutes >= 24 * 60) return dayStart(timeZone, day + 1)
  if (minutes <= 0) return dayStart(timeZone, day)
  const time = new Temporal.PlainTime(Math.floor(minutes / 60), minutes % 60)
  return plainDay(day).toZonedDateTime({ timeZone: knownZone(timeZone), plainTime: time }).epochMilliseconds
}

/** ISO weekday, 1 = Monday … 7 = Sunday; 1970-01-01 was a Thursday. */
export function weekdayOf(day: DayNumber): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}

export function dateOf(day: DayNumber): IsoDate {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}
