import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { call } from '#domain/call/call.ts'
import { callEnd } from '#domain/call/call-end.ts'
import { callEvent } from '#domain/call/call-event.ts'
import { callRecord } from '#domain/call/call-record.ts'
import { closeReasons } from '#domain/call/ledger-rows.ts'
import { callId, contactId, organisationId, ticketId } from '#domain/ids.ts'
import { instant } from '#domain/instant.ts'
import { refusal } from '#domain/intent/refusal.ts'
import { customerCard, pop } from './pop.ts'
import { storageRefusals } from './refusals.ts'

/** One call of the journal: its records at several consoles are one row. */
export const journalRow = z.object({
  /** The record that says most: who answered, else ours, else the first. Its tickets are those of all of them. */
  record: callRecord,
  contactName: z.string().nullable(),
  organisationName: z.string().nullable(),
  /** Whose record it is; null: the PBX told of it, it rang at nobody's. */
  userName: z.string().nullable(),
  missed: z.boolean(),
})
export type JournalRow = z.infer<typeof journalRow>

/** How a missed call was settled. */
export const settlement = z.object({
  how: z.enum(['theyGotThrough', 'weGotThrough', ...closeReasons]),
  at: instant,
  byName: z.string().nullable(),
  note: z.string(),
})

/** Everything kept of one call. */
export const callDetails = z.object({
  row: journalRow,
  /** Each console it rang at, in order. */
  rangAt: z.array(
    z.object({
      userName: z.string().nullable(),
      ringAt: instant,
      end: callEnd.nullable(),
      answered: z.boolean(),
    }),
  ),
  tickets: z.array(z.object({ ticketId, number: z.string().nullable(), subject: z.string() })),
  settlement: settlement.nullable(),
})
export type CallDetails = z.infer<typeof callDetails>

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
    .errors({ NO_SUCH_CALL: {}, REFUSED: { data: z.object({ refusal }) }, ...storageRefusals })
    .input(z.object({ callId, contactId: contactId.nullable(), organisationId: organisationId.nullable() }))
    .output(pop),
  /** A customer's card outside a call (search, ticket). */
  card: oc
    .errors({ NO_SUCH_CUSTOMER: {} })
    .input(z.object({ organisationId, contactId: contactId.nullable() }))
    .output(customerCard),
  journal: oc
    .input(
      z.object({
        only: z.enum(['all', 'in', 'out', 'missed']),
        whose: z.enum(['mine', 'all']).default('mine'),
        /** Part of a number or of a name; searched among the newest 20,000 records. */
        text: z.string().max(100).default(''),
        limit: z.number().int().min(1).max(500).default(100),
      }),
    )
    .output(z.object({ rows: z.array(journalRow) })),
  details: oc.errors({ NO_SUCH_CALL: {} }).input(z.object({ callId })).output(callDetails),
}
