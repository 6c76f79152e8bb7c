import type { Instant } from '../instant.ts'
import type { Priority } from '../ticket/ticket.ts'
import type { SlaPolicy } from './sla-policy.ts'
import type { WorkCalendar } from './work-calendar.ts'
import { addWorkingMinutes, hasWorkingTime } from './working-time.ts'

export type DueTimes = { responseDue: Instant | null; slaDue: Instant | null }

/** When the first answer and the solution are due; null by a calendar that never opens. */
export function dueTimes(
  policy: SlaPolicy,
  calendar: WorkCalendar,
  priority: Priority,
  from: Instant,
): DueTimes {
  if (!hasWorkingTime(calendar, from)) return { responseDue: null, slaDue: null }
  const { responseMinutes, resolutionMinutes } = policy.targets[priority]
  return {
    responseDue: addWorkingMinutes(calendar, from, responseMinutes),
    slaDue: addWorkingMinutes(calendar, from, resolutionMinutes),
  }
}
