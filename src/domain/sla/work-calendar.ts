import { z } from 'zod'
import { calendarId } from '../ids.ts'
import { isoDate } from '../instant.ts'
import { rowVersion } from '../row-version.ts'

const clockTime = z.string().regex(/^([01]\d|2[0-4]):[0-5]\d$/)

/** Working hours in one zone. A day's span `00:00`–`24:00` on all seven days is "round the clock". */
export const workCalendar = z.object({
  id: calendarId,
  v: rowVersion,
  name: z.string().max(200),
  /** IANA zone the hours are told in. */
  timeZone: z.string().max(64),
  hours: z
    .array(
      z.object({
        /** ISO weekday, 1 = Monday … 7 = Sunday. */
        weekday: z.number().int().min(1).max(7),
        from: clockTime,
        to: clockTime,
      }),
    )
    .max(50),
  holidays: z.array(isoDate).max(400),
})
export type WorkCalendar = z.infer<typeof workCalendar>
