import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { coverageVerdict } from '#domain/directory/coverage-verdict.ts'
import { callId, draftId, organisationId, queueId, ticketId } from '#domain/ids.ts'
import { instant } from '#domain/instant.ts'
import { place } from '#domain/intent/intent.ts'
import { refusal } from '#domain/intent/refusal.ts'
import { type TicketDraftFields, ticketDraftFields } from '#domain/ticket/draft-fields.ts'
import { priority, ticket, ticketStatus } from '#domain/ticket/ticket.ts'
import { timelineEntry } from '#domain/ticket/timeline-entry.ts'
import { storageRefusals } from './refusals.ts'

/** A ticket as lists show it: names resolved, and whether something of it still waits to reach the desk. */
export const ticketRow = z.object({
  ticket,
  organisationName: z.string().nullable(),
  contactName: z.string().nullable(),
  siteName: z.string().nullable(),
  assigneeName: z.string().nullable(),
  /** A change of it is in the outbox. */
  pending: z.boolean(),
  /** Estimated here, the desk has the last word: shown with "~". */
  dueEstimated: z.boolean(),
})
export type TicketRow = z.infer<typeof ticketRow>

export const ticketView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('queue'), queueId: queueId.nullable() }),
  z.object({ kind: z.literal('mine') }),
  z.object({ kind: z.literal('organisation'), organisationId }),
])
export type TicketView = z.infer<typeof ticketView>

export { type TicketDraftFields, ticketDraftFields }

const written = oc.errors({ REFUSED: { data: z.object({ refusal }) }, ...storageRefusals })

export const tickets = {
  list: oc
    .input(
      z.object({
        view: ticketView,
        /** Lower-cased words; all must occur in number, subject or organisation. */
        text: z.string().max(200).default(''),
        openOnly: z.boolean().default(true),
        sort: z.enum(['due', 'created', 'updated', 'priority']).default('due'),
        offset: z.number().int().min(0).default(0),
        limit: z.number().int().min(1).max(500).default(100),
      }),
    )
    .output(z.object({ rows: z.array(ticketRow), total: z.number().int() })),
  get: oc
    .errors({ NO_SUCH_TICKET: {} })
    .input(z.object({ ticketId }))
    .output(z.object({ row: ticketRow, timeline: z.array(timelineEntry) })),
  /**
   * Saves a new ticket and routes it in the same move. Answers once the change is durable on this machine;
   * `number` is the provisional one until the desk's own arrives by `changed`.
   */
  create: written
    .input(
      z.object({
        fields: ticketDraftFields,
        callId: callId.nullable(),
        /** The draft this was: removed in the same commit, so that a crash leaves either the draft or the ticket. */
        draftId: draftId.nullable().default(null),
      }),
    )
    .output(z.object({ row: ticketRow })),
  route: written
    .input(z.object({ ticketId, to: place, expected: place }))
    .output(z.object({ row: ticketRow })),
  setStatus: written
    .input(z.object({ ticketId, status: ticketStatus, expected: ticketStatus }))
    .output(z.object({ row: ticketRow })),
  setPriority: written
    .input(z.object({ ticketId, priority, expected: priority }))
    .output(z.object({ row: ticketRow })),
  comment: written
    .input(z.object({ ticketId, text: z.string().min(1).max(20_000), internal: z.boolean() }))
    .output(z.object({ row: ticketRow })),
  linkCall: written.input(z.object({ ticketId, callId })).output(z.object({ row: ticketRow })),
  /** Where a draft would go, its verdict and due time, recomputed as fields change. Pure lookup, writes nothing. */
  advise: oc.input(z.object({ fields: ticketDraftFields, at: instant.nullable() })).output(
    z.object({
      verdict: coverageVerdict,
      authority: z.enum(['may', 'mayNot', 'unknown']),
      place: place.nullable(),
      /** The rule that said so; null: no rule fits. */
      rule: z.string().nullable(),
      responseDue: instant.nullable(),
      slaDue: instant.nullable(),
    }),
  ),
  /** Rows that changed, by the desk or by us: views that hold them ask again. `all` after a re-pull. */
  changed: oc.output(eventIterator(z.object({ ids: z.array(ticketId), all: z.boolean() }))),
}
