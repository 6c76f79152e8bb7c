import { z } from 'zod'
import { callId } from '../ids.ts'
import { instant } from '../instant.ts'
import { callDialog } from './call-dialog.ts'
import { callEnd } from './call-end.ts'
import { caller } from './caller.ts'
import { dialledNumber } from './dialled-number.ts'
import { qualitySummary } from './quality-summary.ts'
import { recording } from './recording.ts'

const base = { callId, at: instant }

/**
 * What happens to one call, in the order the phone saw it. News from the PBX is repeated and late; `nextCall`
 * absorbs it. `at` is the phone's clock, for showing and for the record, never for ordering.
 */
export const callEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('offered'),
    ...base,
    caller,
    /** PBX-wide id of the call (X-Call-Id of our dialplan, else the SIP Call-ID). */
    pbxCallId: z.string().max(256),
    sipCallId: z.string().max(256),
    /** Call queue of the PBX it came through, and the number the customer dialled, where the PBX tells. */
    callQueue: z.string().max(128).nullable(),
    dialledNumber: z.string().max(128).nullable(),
    /** Shown as "via", never taken for the caller (Diversion, History-Info). */
    divertedBy: z.string().max(128).nullable(),
  }),
  z.object({
    type: z.literal('dialled'),
    ...base,
    number: z.string().max(128),
    sipCallId: z.string().max(256),
  }),
  z.object({ type: z.literal('remoteRinging'), ...base }),
  z.object({ type: z.literal('answering'), ...base }),
  z.object({ type: z.literal('cancelling'), ...base }),
  z.object({ type: z.literal('answered'), ...base }),
  z.object({ type: z.literal('holdAsked'), ...base, on: z.boolean() }),
  z.object({ type: z.literal('held'), ...base, on: z.boolean() }),
  z.object({ type: z.literal('heldByThem'), ...base, on: z.boolean() }),
  z.object({ type: z.literal('holdFailed'), ...base }),
  z.object({ type: z.literal('muted'), ...base, on: z.boolean() }),
  z.object({
    type: z.literal('media'),
    ...base,
    state: z.enum(['ok', 'degraded', 'interrupted', 'restarting', 'lost']),
  }),
  z.object({ type: z.literal('signalling'), ...base, attached: z.boolean() }),
  /** The dialog of a conversation, for the journal: what a crash leaves can be taken back by it. */
  z.object({ type: z.literal('dialog'), ...base, dialog: callDialog }),
  z.object({ type: z.literal('recording'), ...base, state: recording }),
  /** P-Asserted-Identity of a re-INVITE named somebody else (attended transfer): the pop runs again. */
  z.object({ type: z.literal('numbered'), ...base, caller }),
  z.object({
    type: z.literal('ended'),
    ...base,
    end: callEnd,
    sipCode: z.number().int().nullable(),
    /** How it sounded, of a conversation that was listened to. */
    quality: qualitySummary.nullable().optional(),
    /** The number a redirection asks to be called instead: offered to the person, never followed. */
    redirectTo: dialledNumber.optional(),
  }),
])
export type CallEvent = z.infer<typeof callEvent>
