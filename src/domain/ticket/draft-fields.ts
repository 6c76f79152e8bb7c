import { z } from 'zod'
import { categoryId, contactId, equipmentId, organisationId, queueId, siteId, userId } from '../ids.ts'
import { priority } from './ticket.ts'

/** What the dispatcher fills in; everything but the subject may stay open. */
export const ticketDraftFields = z.object({
  subject: z.string().max(300),
  description: z.string().max(20_000),
  categoryId: categoryId.nullable(),
  priority,
  organisationId: organisationId.nullable(),
  contactId: contactId.nullable(),
  siteId: siteId.nullable(),
  equipmentId: equipmentId.nullable(),
  queueId: queueId.nullable(),
  assigneeId: userId.nullable(),
})
export type TicketDraftFields = z.infer<typeof ticketDraftFields>
