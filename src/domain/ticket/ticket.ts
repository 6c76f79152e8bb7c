import { z } from 'zod'
import {
  callId,
  categoryId,
  contactId,
  contractId,
  equipmentId,
  organisationId,
  queueId,
  siteId,
  ticketId,
  userId,
} from '../ids.ts'
import { instant } from '../instant.ts'
import { rowVersion } from '../row-version.ts'

export const channels = ['phone', 'email', 'portal', 'telegram', 'app', 'chat', 'integration'] as const
export const channel = z.enum(channels)
export type Channel = z.infer<typeof channel>

export const priorities = ['low', 'normal', 'high', 'critical'] as const
export const priority = z.enum(priorities)
export type Priority = z.infer<typeof priority>

export const ticketStatuses = [
  'new',
  'assigned',
  'inProgress',
  'waiting',
  'resolved',
  'closed',
  'cancelled',
] as const
export const ticketStatus = z.enum(ticketStatuses)
export type TicketStatus = z.infer<typeof ticketStatus>

export const openStatuses: readonly TicketStatus[] = ['new', 'assigned', 'inProgress', 'waiting']
export const isOpen = (status: TicketStatus): boolean => openStatuses.includes(status)

export const verdictKind = z.enum(['included', 'outside', 'paid', 'unknown'])
export type VerdictKind = z.infer<typeof verdictKind>

/** The header of a ticket; its conversation is the timeline. */
export const ticket = z.object({
  id: ticketId,
  v: rowVersion,
  /** The desk's number; `null` until the desk has it. */
  number: z.string().max(32).nullable(),
  /** `N7-0042`: console code and counter, told to the caller when the desk was not there; an alias for ever. */
  provisionalNumber: z.string().max(32).nullable(),
  subject: z.string().max(300),
  description: z.string().max(20_000),
  channel,
  categoryId: categoryId.nullable(),
  priority,
  status: ticketStatus,
  queueId: queueId.nullable(),
  assigneeId: userId.nullable(),
  organisationId: organisationId.nullable(),
  contactId: contactId.nullable(),
  contractId: contractId.nullable(),
  siteId: siteId.nullable(),
  equipmentId: equipmentId.nullable(),
  /** Coverage as judged when the ticket was made. */
  verdict: verdictKind,
  /** The call the ticket was made on. */
  callId: callId.nullable(),
  createdAt: instant,
  createdBy: userId.nullable(),
  updatedAt: instant,
  /** Set by the desk alone; a console shows its own estimate with "~" until then. */
  responseDue: instant.nullable(),
  slaDue: instant.nullable(),
  closedAt: instant.nullable(),
})
export type Ticket = z.infer<typeof ticket>
