import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { call } from '#domain/call/call.ts'
import { line } from '#domain/call/line.ts'
import { callId } from '#domain/ids.ts'

/** What the phone page knows, pushed whole at each change; the console paints and never guesses. */
export const phoneSnapshot = z.object({
  line,
  /** Live calls first come first; a call that is over stays until the phone forgets it (10 s). */
  calls: z.array(call),
  microphone: z.enum(['unknown', 'ok', 'denied', 'missing', 'busy']),
  ringing: z.boolean(),
})
export type PhoneSnapshot = z.infer<typeof phoneSnapshot>

/** What the quality lamp is made of, counted from the beginning of the call. */
export const callStats = z.object({
  packetsIn: z.number().int().nonnegative(),
  packetsOut: z.number().int().nonnegative(),
  packetsLost: z.number().int().nonnegative(),
  jitterS: z.number().nonnegative().nullable(),
  roundTripS: z.number().nonnegative().nullable(),
  /** `PCMA`, `opus`; null before media flows. */
  codec: z.string().max(32).nullable(),
})
export type CallStats = z.infer<typeof callStats>

const onCall = oc
  .errors({ NO_SUCH_CALL: {}, NOT_NOW: { data: z.object({ state: z.string() }) } })
  .input(z.object({ callId }))
  .output(z.object({}))

/** Console ⇄ phone, over a MessageChannel; answering never waits for the core. */
export const phone = {
  watch: oc.output(eventIterator(phoneSnapshot)),
  /** Answers; another talking call is held first. */
  answer: onCall.errors({ MICROPHONE: { data: z.object({ why: z.enum(['denied', 'missing', 'busy']) }) } }),
  reject: onCall,
  hangUp: onCall,
  hold: onCall,
  resume: onCall,
  setMuted: oc
    .errors({ NO_SUCH_CALL: {} })
    .input(z.object({ callId, muted: z.boolean() }))
    .output(z.object({})),
  dtmf: oc
    .errors({ NO_SUCH_CALL: {}, NOT_NOW: { data: z.object({ state: z.string() }) } })
    .input(z.object({ callId, digits: z.string().regex(/^[0-9A-D*#]{1,32}$/) }))
    .output(z.object({})),
  /** One outgoing call. Numbers are dialled as the dial plan says. */
  call: oc
    .errors({
      LINE_NOT_READY: {},
      BAD_NUMBER: {},
      MICROPHONE: { data: z.object({ why: z.enum(['denied', 'missing', 'busy']) }) },
    })
    .input(z.object({ number: z.string().min(1).max(64) }))
    .output(z.object({ callId })),
  /** Tries the PBX at once. */
  reconnect: oc.output(z.object({})),
  /** Stops the ring sound of this call without rejecting it. */
  silence: onCall,
  stats: oc
    .errors({ NO_SUCH_CALL: {}, NOT_NOW: { data: z.object({ state: z.string() }) } })
    .input(z.object({ callId }))
    .output(callStats),
  /** The console saved settings: account, devices, volume and dial plan are read again from the core. */
  reloadSettings: oc.output(z.object({})),
}
export type PhoneContract = typeof phone
