import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { call } from '#domain/call/call.ts'
import { callEvent } from '#domain/call/call-event.ts'
import { callRecord } from '#domain/call/call-record.ts'
import { callId, contactId, organisationId } from '#domain/ids.ts'
import { customerCard, pop } from './pop.ts'
import { storageRefusals } from './refusals.ts'

/** One row of the journal of calls. */
export const journalRow = z.object({
  record: callRecord,
  contactName: z.string().nullable(),
  organisationName: z.string().nullable(),
  missed: z.boolean(),
})
export type JournalRow = z.infer<typeof journalRow>

export const calls = {
  /** The phone tells what happened, in order, several at once after a gap. Repeats are absorbed. */
  report: oc.input(z.object({ events: z.array(callEvent).min(1).max(100) })).output(z.object({})),
  /** The live calls the core knows and the pops as they come; begins with what stands now. */
  watch: oc.output(
    eventIterator(
      z.discriminatedUnion('type', [
        z.object({ type: z.literal('calls'), calls: z.array(call) }),
        z.object({ type: z.literal('pop'), pop }),
      ]),
    ),
  ),
  pop: oc.errors({ NO_SUCH_CALL: {} }).input(z.object({ callId })).output(pop),
  /** The dispatcher says who it is; kept with the call and learnt for the number. Answers the new pop. */
  choose: oc
    .errors({ NO_SUCH_CALL: {}, ...storageRefusals })
    .input(z.object({ callId, contactId: contactId.nullable(), organisationId: organisationId.nullable() }))
    .output(pop),
  /** A customer's card outside a call (search, ticket). */
  card: oc
    .errors({ NO_SUCH_CUSTOMER: {} })
    .input(z.object({ organisationId, contactId: contactId.nullable() }))
    .output(customerCard),
  journal: oc
    .input(
      z.object({ only: z.enum(['all', 'missed']), limit: z.number().int().min(1).max(500).default(100) }),
    )
    .output(z.object({ rows: z.array(journalRow), missedCount: z.number().int() })),
}
