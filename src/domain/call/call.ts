import { z } from 'zod'
import { callId } from '../ids.ts'
import { instant } from '../instant.ts'
import { callDialog } from './call-dialog.ts'
import { callEnd } from './call-end.ts'
import { caller } from './caller.ts'
import { dialledNumber } from './dialled-number.ts'
import { recording } from './recording.ts'

const common = {
  id: callId,
  pbxCallId: z.string(),
  sipCallId: z.string(),
  callQueue: z.string().nullable(),
  dialledNumber: z.string().nullable(),
  divertedBy: z.string().nullable(),
  direction: z.enum(['in', 'out']),
  /** The other side: the caller of an incoming call, the number dialled for an outgoing one. */
  peer: caller,
  startedAt: instant,
}

/** Regions of a live conversation; each moves on its own. */
const live = {
  answeredAt: instant,
  holdLocal: z.enum(['off', 'pendingOn', 'on', 'pendingOff']),
  holdRemote: z.boolean(),
  muted: z.boolean(),
  media: z.enum(['ok', 'degraded', 'interrupted', 'restarting', 'lost']),
  /** The signalling socket that knows this dialog is up. */
  attached: z.boolean(),
  recording,
  /** Null until the dialog is known: such a call cannot be taken back. */
  dialog: callDialog.nullable(),
}

/**
 *   in:  ringing ──answering──▶ answering ──answered──▶ active ──ended──▶ over
 *   out: dialling ──remoteRinging──▶ remoteRinging ──answered──▶ active
 *        dialling/remoteRinging ──cancelling──▶ cancelling ──ended──▶ over (a 200 that crossed the CANCEL ends too)
 *   any ──ended──▶ over, which nothing leaves. A state carries only what exists in it.
 */
export const call = z.discriminatedUnion('state', [
  z.object({ state: z.literal('ringing'), ...common }),
  z.object({ state: z.literal('answering'), ...common }),
  z.object({ state: z.literal('dialling'), ...common }),
  z.object({ state: z.literal('remoteRinging'), ...common }),
  z.object({ state: z.literal('cancelling'), ...common }),
  z.object({ state: z.literal('active'), ...common, ...live }),
  z.object({
    state: z.literal('over'),
    ...common,
    answeredAt: instant.nullable(),
    endedAt: instant,
    end: callEnd,
    sipCode: z.number().int().nullable(),
    redirectTo: dialledNumber.optional(),
  }),
])
export type Call = z.infer<typeof call>
export type CallState = Call['state']
