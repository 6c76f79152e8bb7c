import type { TicketRow } from '#bridge/tickets.ts'
import { estimateTicket } from '#domain/ticket/estimate-ticket.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'
import type { Workstation } from '../workstation.ts'
import { verdictFor } from './verdict-for.ts'

/** Tickets as lists show them. */
export function ticketRows(work: Workstation, tickets: readonly Ticket[]): TicketRow[] {
  const { reference } = work
  return tickets.map((ticket) => {
    // Not seen by the desk yet: what it will promise is estimated by the same rules and marked.
    const estimated = ticket.v === 0 && ticket.slaDue === null
    return {
      ticket: estimated ? estimate(work, ticket) : ticket,
      organisationName: reference.name('organisation', ticket.organisationId),
      contactName: reference.name('contact', ticket.contactId),
      siteName: reference.name('site', ticket.siteId),
      assigneeName: reference.user(ticket.assigneeId)?.name ?? null,
      pending: work.overlay.isPending(ticket.id),
      dueEstimated: estimated,
    }
  })
}

export function ticketRow(work: Workstation, ticket: Ticket): TicketRow {
  return ticketRows(work, [ticket])[0]!
}

function estimate(work: Workstation, ticket: Ticket): Ticket {
  const { verdict } = verdictFor(work, ticket, ticket.createdAt)
  const policy = work.reference.policy(verdict.slaPolicyId)
  return estimateTicket(ticket, { policy, calendar: work.reference.calendar(policy?.calendarId ?? null) })
}
