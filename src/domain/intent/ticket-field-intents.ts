import { refuse } from '#shared/result.ts'
import type { TicketId, TimelineEntryId } from '../ids.ts'
import { allowedStatuses } from '../ticket/status-machine.ts'
import { isOpen, type Ticket } from '../ticket/ticket.ts'
import type { TimelineEntry } from '../ticket/timeline-entry.ts'
import type { IntentKind, IntentOf } from './intent.ts'
import {
  type Applying,
  alreadyExists,
  alreadySo,
  done,
  type IntentContext,
  type IntentRules,
  notFound,
  type RowLookup,
} from './intent-rule.ts'
import { editText } from './ticket-text.ts'
import { entryPut, entryRefs, entryTaken } from './timeline-puts.ts'

/** One field of a ticket at a time, each compared with what its author saw. Other fields never stand in the way. */
export const ticketFieldIntents: IntentRules<
  'ticket.setStatus' | 'ticket.setPriority' | 'ticket.setCategory' | 'ticket.editText'
> = {
  'ticket.setStatus': {
    refs: fieldRefs,
    apply: onTicket((intent: IntentOf<'ticket.setStatus'>, ticket, _rows, context) => {
      const { status, expected } = intent
      if (ticket.status === status) return alreadySo()
      const allowed = allowedStatuses(ticket.status)
      if (!allowed.includes(status)) return refuse({ code: 'statusNotAllowed', from: ticket.status, allowed })
      // Among open statuses the machine decides alone; what was finished meanwhile is not reopened unknowingly.
      if (ticket.status !== expected && !isOpen(ticket.status)) {
        return refuse({ code: 'alreadyChanged', field: 'status', now: ticket.status })
      }
      const at = Math.max(ticket.updatedAt, context.at)
      const closedAt = isOpen(status) ? null : (ticket.closedAt ?? at)
      return changed(ticket, { status, closedAt }, intent.entryId, context, {
        field: 'status',
        from: ticket.status,
        to: status,
      })
    }),
  },
  'ticket.setPriority': {
    refs: fieldRefs,
    apply: onTicket((intent: IntentOf<'ticket.setPriority'>, ticket, _rows, context) => {
      const { priority, expected } = intent
      if (ticket.priority === priority) return alreadySo()
      if (ticket.priority !== expected) {
        return refuse({ code: 'alreadyChanged', field: 'priority', now: ticket.priority })
      }
      return changed(ticket, { priority }, intent.entryId, context, {
        field: 'priority',
        from: ticket.priority,
        to: priority,
      })
    }),
  },
  'ticket.setCategory': {
    refs: (intent) => [
      ...fieldRefs(intent),
      ...(intent.categoryId === null ? [] : [{ entity: 'category', id: intent.categoryId } as const]),
    ],
    apply: onTicket((intent: IntentOf<'ticket.setCategory'>, ticket, rows, context) => {
      const { categoryId, expected } = intent
      if (ticket.categoryId === categoryId) return alreadySo()
      if (ticket.categoryId !== expected) {
        return refuse({ code: 'alreadyChanged', field: 'category', now: ticket.categoryId })
      }
      if (categoryId !== null && rows('category', categoryId) === null) return notFound('category')
      return changed(ticket, { categoryId }, intent.entryId, context, {
        field: 'category',
        from: ticket.categoryId,
        to: categoryId,
      })
    }),
  },
  'ticket.editText': {
    refs: ({ ticketId, entryId }) => [{ entity: 'ticket', id: ticketId }, ...entryRefs(entryId)],
    apply: onTicket((intent: IntentOf<'ticket.editText'>, ticket, _rows, context) =>
      editText(intent, ticket, context),
    ),
  },
}

type OnTicket = { ticketId: TicketId; entryId: TimelineEntryId }

function fieldRefs({ ticketId, entryId }: OnTicket) {
  return [{ entity: 'ticket', id: ticketId } as const, { entity: 'timelineEntry', id: entryId } as const]
}

/** The ticket must be there, and the id of the entry free. */
function onTicket<K extends IntentKind>(
  rule: (intent: IntentOf<K>, ticket: Ticket, rows: RowLookup, context: IntentContext) => Applying,
): (intent: IntentOf<K> & OnTicket, rows: RowLookup, context: IntentContext) => Applying {
  return (intent, rows, context) => {
    const ticket = rows('ticket', intent.ticketId)
    if (ticket === null) return notFound('ticket')
    const taken = entryTaken(intent.entryId, ticket.id, rows, context)
    if (taken !== 'free') return taken === 'ours' ? alreadySo() : alreadyExists('timelineEntry')
    return rule(intent, ticket, rows, context)
  }
}

function changed(
  ticket: Ticket,
  fields: Partial<Ticket>,
  entryId: TimelineEntryId,
  context: IntentContext,
  what: Omit<Extract<TimelineEntry['what'], { kind: 'changed' }>, 'kind'>,
): Applying {
  const updatedAt = Math.max(ticket.updatedAt, context.at)
  return done(
    { entity: 'ticket', row: { ...ticket, ...fields, updatedAt } },
    entryPut(entryId, ticket.id, { kind: 'changed', ...what }, context),
  )
}
