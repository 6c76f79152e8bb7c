import { dueTimes } from '../sla/due.ts'
import type { SlaPolicy } from '../sla/sla-policy.ts'
import type { WorkCalendar } from '../sla/work-calendar.ts'
import type { Ticket } from './ticket.ts'

/**
 * The ticket with the times it is due by, counted from its creation. At the desk they are the truth, on a console
 * an estimate shown with "~". Without a policy or its calendar nothing was promised.
 */
export function estimateTicket(
  ticket: Ticket,
  { policy, calendar }: { policy: SlaPolicy | null; calendar: WorkCalendar | null },
): Ticket {
  const due =
    policy === null || calendar === null
      ? { responseDue: null, slaDue: null }
      : dueTimes(policy, calendar, ticket.priority, ticket.createdAt)
  return { ...ticket, ...due }
}

/** `N7-0042`: what a caller is told while the desk is away; grows past four digits when it must. */
export function provisionalNumber(consoleCode: string, counter: number): string {
  return `${consoleCode}-${String(counter).padStart(4, '0')}`
}
