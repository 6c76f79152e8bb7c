import { z } from 'zod'
import { callId, ticketId, timelineEntryId, userId } from '../ids.ts'
import { instant } from '../instant.ts'
import { rowVersion } from '../row-version.ts'
import { attachment } from './attachment.ts'
import { channel } from './ticket.ts'

/** What happened to a ticket, append-only. Codes, never sentences: the window words them. */
export const timelineEntry = z.object({
  id: timelineEntryId,
  v: rowVersion,
  ticketId,
  at: instant,
  by: userId.nullable(),
  what: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('comment'), text: z.string().max(20_000), internal: z.boolean(), channel }),
    z.object({ kind: z.literal('created') }),
    z.object({ kind: z.literal('call'), callId }),
    z.object({ kind: z.literal('attachment'), attachment }),
    z.object({
      kind: z.literal('changed'),
      field: z.enum(['queue', 'assignee', 'status', 'priority', 'category', 'text']),
      from: z.string().max(300).nullable(),
      to: z.string().max(300).nullable(),
    }),
  ]),
})
export type TimelineEntry = z.infer<typeof timelineEntry>
