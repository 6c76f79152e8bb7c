import type { TicketStatus } from './ticket.ts'

/**
 *   new ⇄ assigned ──▶ inProgress ⇄ waiting ──▶ resolved ──▶ closed
 *   every open status reaches resolved and cancelled; resolved and closed reopen to inProgress, cancelled to new.
 */
const next: Readonly<Record<TicketStatus, readonly TicketStatus[]>> = {
  new: ['assigned', 'inProgress', 'waiting', 'resolved', 'cancelled'],
  assigned: ['new', 'inProgress', 'waiting', 'resolved', 'cancelled'],
  inProgress: ['assigned', 'waiting', 'resolved', 'cancelled'],
  waiting: ['assigned', 'inProgress', 'resolved', 'cancelled'],
  resolved: ['inProgress', 'closed'],
  closed: ['inProgress'],
  cancelled: ['new'],
}

/** Statuses a ticket may be given from this one. */
export function allowedStatuses(from: TicketStatus): TicketStatus[] {
  return [...next[from]]
}
