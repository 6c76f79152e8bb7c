import { z } from 'zod'
import { callEnd } from '../call/call-end.ts'
import { callRecord } from '../call/call-record.ts'
import { deafTime } from '../call/deaf-time.ts'
import { callerKey, ledgerClaim, ledgerClosure } from '../call/ledger-rows.ts'
import { qualitySummary } from '../call/quality-summary.ts'
import { recording, recordingConsent } from '../call/recording.ts'
import { contact, contactPhone } from '../directory/contact.ts'
import {
  callId,
  categoryId,
  contactId,
  organisationId,
  queueId,
  ticketId,
  timelineEntryId,
  userId,
} from '../ids.ts'
import { instant } from '../instant.ts'
import { attachment } from '../ticket/attachment.ts'
import { channel, priority, ticket, ticketStatus } from '../ticket/ticket.ts'

/** Where a ticket lies; `expected` of a route is compared with it before it is set. */
export const place = z.object({ queueId: queueId.nullable(), assigneeId: userId.nullable() })
export type Place = z.infer<typeof place>

/**
 * A change a dispatcher made: named, versioned (`kind` carries `@version` from the second on), replayed by the same
 * pure mutators on the console (optimistic view) and at the desk (truth). Rows made here carry `v: 0`.
 */
export const intent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call.rang'), record: callRecord }),
  z.object({ kind: z.literal('call.answered'), callId, at: instant }),
  z.object({
    kind: z.literal('call.ended'),
    callId,
    at: instant,
    end: callEnd,
    quality: qualitySummary.nullable().optional(),
  }),
  z.object({
    kind: z.literal('call.identified'),
    callId,
    contactId: contactId.nullable(),
    organisationId: organisationId.nullable(),
  }),
  z.object({
    kind: z.literal('ledger.claim'),
    callerKey,
    pbxCallIds: ledgerClaim.shape.pbxCallIds,
    /** The owner the person saw; null: nobody. */
    expected: userId.nullable(),
  }),
  z.object({ kind: z.literal('ledger.release'), callerKey, expected: userId }),
  z.object({ kind: z.literal('ledger.close'), closure: ledgerClosure.omit({ v: true, by: true, at: true }) }),
  z.object({ kind: z.literal('line.wasDeaf'), deaf: deafTime.omit({ v: true, userId: true }) }),
  z.object({
    kind: z.literal('call.wrappedUp'),
    callId,
    code: z.string().min(1).max(64),
  }),
  z.object({
    kind: z.literal('call.recorded'),
    callId,
    /** Null: as it was. */
    recording: recording.nullable(),
    consent: recordingConsent.nullable(),
  }),
  z.object({ kind: z.literal('contact.create'), contact }),
  z.object({ kind: z.literal('contact.addPhone'), contactId, phone: contactPhone }),
  z.object({ kind: z.literal('ticket.create'), ticket, entryId: timelineEntryId }),
  z.object({
    kind: z.literal('ticket.route'),
    ticketId,
    to: place,
    expected: place,
    entryId: timelineEntryId,
  }),
  z.object({
    kind: z.literal('ticket.setStatus'),
    ticketId,
    status: ticketStatus,
    expected: ticketStatus,
    entryId: timelineEntryId,
  }),
  z.object({
    kind: z.literal('ticket.setPriority'),
    ticketId,
    priority,
    expected: priority,
    entryId: timelineEntryId,
  }),
  z.object({
    kind: z.literal('ticket.setCategory'),
    ticketId,
    categoryId: categoryId.nullable(),
    expected: categoryId.nullable(),
    entryId: timelineEntryId,
  }),
  z.object({
    kind: z.literal('ticket.editText'),
    ticketId,
    subject: ticket.shape.subject,
    description: ticket.shape.description,
    /** The texts the edit began from; when the desk has others, ours is kept as an internal comment. */
    expected: z.object({ subject: ticket.shape.subject, description: ticket.shape.description }),
    entryId: timelineEntryId,
  }),
  z.object({
    kind: z.literal('ticket.comment'),
    ticketId,
    entryId: timelineEntryId,
    text: z.string().min(1).max(20_000),
    internal: z.boolean(),
    channel,
  }),
  /** Names a file on the ticket; its bytes are sent apart, before or after. */
  z.object({ kind: z.literal('ticket.attach'), ticketId, attachment, entryId: timelineEntryId }),
  z.object({ kind: z.literal('ticket.linkCall'), ticketId, callId, entryId: timelineEntryId }),
])
export type Intent = z.infer<typeof intent>
export type IntentKind = Intent['kind']
export type IntentOf<K extends IntentKind> = Extract<Intent, { kind: K }>
