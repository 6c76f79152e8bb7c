import { refuse } from '#shared/result.ts'
import type { EntityPut, EntityRef } from '../entities.ts'
import { allowedStatuses } from '../ticket/status-machine.ts'
import { isOpen, type Ticket, type TicketStatus } from '../ticket/ticket.ts'
import type { Place } from './intent.ts'
import {
  type Applying,
  alreadyExists,
  alreadySo,
  done,
  type IntentContext,
  type IntentRules,
  invalid,
  notFound,
} from './intent-rule.ts'
import { entryPut, entryRefs, entryTaken, secondEntryId } from './timeline-puts.ts'

const ticketsOfCallMax = 50

/** Making a ticket, moving it, talking on it. */
export const ticketIntents: IntentRules<
  'ticket.create' | 'ticket.route' | 'ticket.comment' | 'ticket.attach' | 'ticket.linkCall'
> = {
  'ticket.create': {
    refs: ({ ticket, entryId }) => [
      { entity: 'ticket', id: ticket.id },
      { entity: 'timelineEntry', id: entryId },
      ...ticketRefs(ticket),
      ...(ticket.callId === null ? [] : [{ entity: 'callRecord', id: ticket.callId } as const]),
    ],
    apply({ ticket, entryId }, rows, context) {
      if (rows('ticket', ticket.id) !== null) return alreadyExists('ticket')
      if (rows('timelineEntry', entryId) !== null) return alreadyExists('timelineEntry')
      const missing = ticketRefs(ticket).find(({ entity, id }) => rows(entity, id as never) === null)
      if (missing !== undefined) return notFound(missing.entity)
      // A console that is ahead of the desk may not make a ticket of tomorrow.
      const createdAt = Math.min(ticket.createdAt, context.at)
      const row: Ticket = {
        ...ticket,
        v: 0,
        // The desk's alone: its number and the times it promised.
        number: null,
        responseDue: null,
        slaDue: null,
        createdAt,
        createdBy: context.by,
        updatedAt: createdAt,
        closedAt: isOpen(ticket.status) ? null : createdAt,
      }
      const call = ticket.callId === null ? null : rows('callRecord', ticket.callId)
      const linked: EntityPut[] =
        call === null || call.ticketIds.includes(ticket.id) || call.ticketIds.length >= ticketsOfCallMax
          ? []
          : [{ entity: 'callRecord', row: { ...call, ticketIds: [...call.ticketIds, ticket.id] } }]
      return done(
        { entity: 'ticket', row },
        entryPut(entryId, ticket.id, { kind: 'created' }, { ...context, at: createdAt }),
        ...linked,
      )
    },
  },
  /** Compare and set: of two who move a ticket at once the first stays and the second is told. */
  'ticket.route': {
    refs: ({ ticketId, to, entryId }) => [
      { entity: 'ticket', id: ticketId },
      ...entryRefs(entryId),
      ...placeRefs(to),
    ],
    apply(intent, rows, context) {
      const ticket = rows('ticket', intent.ticketId)
      if (ticket === null) return notFound('ticket')
      const taken = entryTaken(intent.entryId, ticket.id, rows, context)
      if (taken === 'foreign') return alreadyExists('timelineEntry')
      if (taken === 'ours' || samePlace(ticket, intent.to)) return alreadySo()
      if (!samePlace(ticket, intent.expected)) return alreadyRouted(ticket, context)
      if (!isOpen(ticket.status)) {
        return refuse({
          code: 'statusNotAllowed',
          from: ticket.status,
          allowed: allowedStatuses(ticket.status),
        })
      }
      const missing = placeRefs(intent.to).find(({ entity, id }) => rows(entity, id as never) === null)
      if (missing !== undefined) return notFound(missing.entity)
      const assignee = intent.to.assigneeId === null ? null : rows('user', intent.to.assigneeId)
      if (assignee?.active === false) return invalid('assigneeId')
      return done(
        {
          entity: 'ticket',
          row: {
            ...ticket,
            ...intent.to,
            status: statusAt(ticket.status, intent.to),
            updatedAt: Math.max(ticket.updatedAt, context.at),
          },
        },
        ...routeEntries(ticket, intent.to, intent.entryId, context),
      )
    },
  },
  /** Append-only by its id: comments never conflict. */
  'ticket.comment': {
    refs: ({ ticketId, entryId }) => [
      { entity: 'ticket', id: ticketId },
      { entity: 'timelineEntry', id: entryId },
    ],
    apply({ ticketId, entryId, text, internal, channel }, rows, context) {
      const ticket = rows('ticket', ticketId)
      if (ticket === null) return notFound('ticket')
      const taken = entryTaken(entryId, ticketId, rows, context)
      if (taken !== 'free') return taken === 'ours' ? alreadySo() : alreadyExists('timelineEntry')
      return done(
        { entity: 'ticket', row: { ...ticket, updatedAt: Math.max(ticket.updatedAt, context.at) } },
        entryPut(entryId, ticketId, { kind: 'comment', text, internal, channel }, context),
      )
    },
  },
  /** Append-only by its id, like a comment. */
  'ticket.attach': {
    refs: ({ ticketId, entryId }) => [
      { entity: 'ticket', id: ticketId },
      { entity: 'timelineEntry', id: entryId },
    ],
    apply({ ticketId, entryId, attachment }, rows, context) {
      const ticket = rows('ticket', ticketId)
      if (ticket === null) return notFound('ticket')
      const taken = entryTaken(entryId, ticketId, rows, context)
      if (taken !== 'free') return taken === 'ours' ? alreadySo() : alreadyExists('timelineEntry')
      return done(
        { entity: 'ticket', row: { ...ticket, updatedAt: Math.max(ticket.updatedAt, context.at) } },
        entryPut(entryId, ticketId, { kind: 'attachment', attachment }, context),
      )
    },
  },
  'ticket.linkCall': {
    refs: ({ ticketId, callId, entryId }) => [
      { entity: 'ticket', id: ticketId },
      { entity: 'callRecord', id: callId },
      { entity: 'timelineEntry', id: entryId },
    ],
    apply({ ticketId, callId, entryId }, rows, context) {
      const ticket = rows('ticket', ticketId)
      if (ticket === null) return notFound('ticket')
      const call = rows('callRecord', callId)
      if (call === null) return notFound('callRecord')
      if (call.ticketIds.includes(ticketId)) return alreadySo()
      if (call.ticketIds.length >= ticketsOfCallMax) return invalid('ticketIds')
      if (rows('timelineEntry', entryId) !== null) return alreadyExists('timelineEntry')
      return done(
        { entity: 'callRecord', row: { ...call, ticketIds: [...call.ticketIds, ticketId] } },
        { entity: 'ticket', row: { ...ticket, updatedAt: Math.max(ticket.updatedAt, context.at) } },
        entryPut(entryId, ticketId, { kind: 'call', callId }, context),
      )
    },
  },
}

function samePlace(one: Place, other: Place): boolean {
  return one.queueId === other.queueId && one.assigneeId === other.assigneeId
}

function alreadyRouted(ticket: Ticket, { lastRouteOf }: IntentContext): Applying {
  const last = lastRouteOf?.(ticket.id) ?? null
  const now = { queueId: ticket.queueId, assigneeId: ticket.assigneeId }
  return refuse({ code: 'alreadyRouted', now, by: last?.by ?? null, at: last?.at ?? null })
}

/** A ticket nobody has is `new`, one that somebody got is `assigned`; work already begun stays as it is. */
function statusAt(status: TicketStatus, to: Place): TicketStatus {
  if (status === 'new' && to.assigneeId !== null) return 'assigned'
  if (status === 'assigned' && to.assigneeId === null) return 'new'
  return status
}

function routeEntries(
  ticket: Ticket,
  to: Place,
  entryId: Parameters<typeof entryPut>[0],
  context: IntentContext,
): EntityPut[] {
  const changes = [
    { kind: 'changed', field: 'queue', from: ticket.queueId, to: to.queueId },
    { kind: 'changed', field: 'assignee', from: ticket.assigneeId, to: to.assigneeId },
  ] as const
  return changes
    .filter(({ from, to }) => from !== to)
    .map((what, nth) => entryPut(nth === 0 ? entryId : secondEntryId(entryId), ticket.id, what, context))
}

function placeRefs({ queueId, assigneeId }: Place): EntityRef[] {
  return [
    ...(queueId === null ? [] : [{ entity: 'queue', id: queueId } as const]),
    ...(assigneeId === null ? [] : [{ entity: 'user', id: assigneeId } as const]),
  ]
}

/** Rows a new ticket points at; each must be known. */
function ticketRefs(ticket: Ticket): EntityRef[] {
  const { organisationId, contactId, contractId, siteId, equipmentId, categoryId } = ticket
  return [
    ...(organisationId === null ? [] : [{ entity: 'organisation', id: organisationId } as const]),
    ...(contactId === null ? [] : [{ entity: 'contact', id: contactId } as const]),
    ...(contractId === null ? [] : [{ entity: 'contract', id: contractId } as const]),
    ...(siteId === null ? [] : [{ entity: 'site', id: siteId } as const]),
    ...(equipmentId === null ? [] : [{ entity: 'equipment', id: equipmentId } as const]),
    ...(categoryId === null ? [] : [{ entity: 'category', id: categoryId } as const]),
    ...placeRefs(ticket),
  ]
}
