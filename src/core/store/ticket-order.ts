import { priorities, type Ticket } from '#domain/ticket/ticket.ts'
import { noDue } from './codec.ts'

export const ticketSorts = ['due', 'created', 'updated', 'priority'] as const
export type TicketSort = (typeof ticketSorts)[number]

/** The same order in SQL and in plain code, so that rows of the cache and rows of the overlay merge into one list. */
export const orderSql: Readonly<Record<TicketSort, string>> = {
  due: 't.due_order, t.id',
  created: 't.created_at desc, t.id',
  updated: 't.updated_at desc, t.id',
  priority: `case t.priority ${priorities.map((name, at) => `when '${name}' then ${-at}`).join(' ')} end, t.due_order, t.id`,
}

const due = (ticket: Ticket) => ticket.slaDue ?? noDue
const rank = (ticket: Ticket) => -priorities.indexOf(ticket.priority)

const keys: Readonly<Record<TicketSort, (ticket: Ticket) => readonly number[]>> = {
  due: (ticket) => [due(ticket)],
  created: (ticket) => [-ticket.createdAt],
  updated: (ticket) => [-ticket.updatedAt],
  priority: (ticket) => [rank(ticket), due(ticket)],
}

export function compareTickets(sort: TicketSort): (a: Ticket, b: Ticket) => number {
  const key = keys[sort]
  return (a, b) => {
    const left = key(a)
    const right = key(b)
    for (let at = 0; at < left.length; at++) {
      const step = left[at]! - right[at]!
      if (step !== 0) return step
    }
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
  }
}
