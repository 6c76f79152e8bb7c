import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { call } from '#domain/call/call.ts'
import { callQuality } from '#domain/call/call-quality.ts'
import { line } from '#domain/call/line.ts'
import { transfer } from '#domain/call/transfer.ts'
import { callId } from '#domain/ids.ts'
import { colleagueParts, phoneColleagues } from './phone-colleagues.ts'
import { featureParts, phoneFeatures } from './phone-features.ts'
import { phoneMedia } from './phone-media.ts'
import { ownParts, phoneOwn } from './phone-own.ts'

/** What the phone page knows, pushed whole at each change; the console paints and never guesses. */
export const phoneSnapshot = z.object({
  line,
  /** Live calls first come first; a call that is over stays until the phone forgets it (10 s). */
  calls: z.array(call),
  microphone: z.enum(['unknown', 'ok', 'denied', 'missing', 'busy']),
  ringing: z.boolean(),
  /** Transfers under way, and for a while one that failed; one at most for a call. */
  transfers: z.array(transfer),
  /** One of each conversation that was listened to for a second. */
  quality: z.array(callQuality),
  ...ownParts,
  ...colleagueParts,
  ...featureParts,
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

const ofCall = oc.errors({ NO_SUCH_CALL: {}, NOT_NOW: { data: z.object({ state: z.string() }) } })
const onCall = ofCall.input(z.object({ callId })).output(z.object({}))

const microphoneFault = { MICROPHONE: { data: z.object({ why: z.enum(['denied', 'missing', 'busy']) }) } }
/** Number or extension, as a person writes it. */
const number = z.string().min(1).max(64)

/** Console ⇄ phone, over a MessageChannel; answering never waits for the core. */
export const phone = {
  ...phoneMedia,
  watch: oc.output(eventIterator(phoneSnapshot)),
  /** Answers; another talking call is held first. */
  answer: onCall.errors(microphoneFault),
  reject: onCall,
  hangUp: onCall,
  hold: onCall,
  resume: onCall,
  setMuted: oc
    .errors({ NO_SUCH_CALL: {} })
    .input(z.object({ callId, muted: z.boolean() }))
    .output(z.object({})),
  dtmf: ofCall
    .input(z.object({ callId, digits: z.string().regex(/^[0-9A-D*#]{1,32}$/) }))
    .output(z.object({})),
  /** One outgoing call. Numbers are dialled as the dial plan says; `ext` is pressed once the other side has answered. */
  call: oc
    .errors({
      LINE_NOT_READY: {},
      BAD_NUMBER: {},
      ...microphoneFault,
    })
    .input(
      z.object({
        number,
        ext: z
          .string()
          .regex(/^[\d*#]{1,16}$/)
          .nullable()
          .default(null),
      }),
    )
    .output(z.object({ callId })),
  /**
   * Gives the caller to that number without asking there (RFC 3515). Answers at once; how it goes is in `transfers`. When it
   * fails the caller is back in hand.
   */
  transfer: ofCall
    .errors({ BAD_NUMBER: {} })
    .input(z.object({ callId, to: number }))
    .output(z.object({})),
  /** Holds the caller and calls the colleague first; `transferTo` completes it, hanging the colleague up gives it up. */
  consult: ofCall
    .errors({ BAD_NUMBER: {}, LINE_NOT_READY: {}, ...microphoneFault })
    .input(z.object({ callId, to: number }))
    .output(z.object({ callId })),
  /** Connects the caller with the other call's side (REFER with Replaces); both calls leave us. */
  transferTo: ofCall.input(z.object({ callId, consultCallId: callId })).output(z.object({})),
  /** Tries the PBX at once. */
  reconnect: oc.output(z.object({})),
  /** Stops the ring sound of this call without rejecting it. */
  silence: onCall,
  stats: ofCall.input(z.object({ callId })).output(callStats),
  /** The console saved settings: account, devices, volume and dial plan are read again from the core. */
  reloadSettings: oc.output(z.object({})),
  ...phoneOwn,
  ...phoneColleagues,
  ...phoneFeatures,
}
export type PhoneContract = typeof phone
