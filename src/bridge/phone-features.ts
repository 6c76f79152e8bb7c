import { oc } from '@orpc/contract'
import { z } from 'zod'
import { call } from '#domain/call/call.ts'
import { caller } from '#domain/call/caller.ts'
import { conference } from '#domain/call/conference.ts'
import { callId } from '#domain/ids.ts'
import { instant } from '#domain/instant.ts'

/** A caller we left in a slot of the PBX. */
export const parkedCall = z.object({
  callId,
  peer: caller,
  at: instant,
  /** Number of the slot; null: the PBX did not tell. */
  slot: z.string().nullable(),
})
export type ParkedCall = z.infer<typeof parkedCall>

/** A conversation a phone page left behind when it was killed; the PBX keeps the other side for a while. */
export const lostCall = z.object({
  call,
  state: z.enum(['offered', 'taking', 'refused']),
  /** Until then the PBX is expected to keep the other side. */
  until: instant,
})
export type LostCall = z.infer<typeof lostCall>

/** Parts of the phone's snapshot. */
export const featureParts = {
  /** At most one; it stays for a while after it is over. */
  conference: conference.nullable(),
  parked: z.array(parkedCall),
  lost: z.array(lostCall),
}

const ofCall = oc.errors({
  NO_SUCH_CALL: {},
  NOT_NOW: { data: z.object({ state: z.string() }) },
  /** The company's PBX has no code for it. */
  NOT_AT_PBX: {},
})
const microphoneFault = { MICROPHONE: { data: z.object({ why: z.enum(['denied', 'missing', 'busy']) }) } }

/** What the PBX does for calls, by the codes of the company's settings (`pbxFeatures`). */
export const phoneFeatures = {
  /**
   * Makes one conversation of these calls, or adds them to the one there is: in a room of the PBX, or mixed here when it has
   * none. Whoever does not get in stays a held call.
   */
  merge: ofCall
    .errors({ LINE_NOT_READY: {}, BAD_NUMBER: {}, ...microphoneFault })
    .input(z.object({ callIds: z.array(callId).min(1).max(8) }))
    .output(z.object({})),
  /** Leaves the caller in a slot of the PBX, where anybody takes them; how it goes is in `transfers`, then in `parked`. */
  park: ofCall.input(z.object({ callId })).output(z.object({})),
  /** Takes a waiting or ringing call; answers the new call, whose caller shows as soon as the PBX names them. */
  pickUp: ofCall
    .errors({ LINE_NOT_READY: {}, BAD_NUMBER: {}, ...microphoneFault })
    .input(
      z.discriminatedUnion('from', [
        z.object({ from: z.literal('slot'), slot: z.string().regex(/^[\d*#]{1,16}$/) }),
        z.object({ from: z.literal('colleague'), extension: z.string().regex(/^\d{1,16}$/) }),
        z.object({ from: z.literal('group') }),
      ]),
    )
    .output(z.object({ callId })),
  /** The parked caller need not be shown any longer. */
  forgetParked: oc.input(z.object({ callId })).output(z.object({})),
  /** Presses the PBX's code that stops or goes on with recording this call. */
  setRecording: ofCall.input(z.object({ callId, on: z.boolean() })).output(z.object({})),
  /** Asks the PBX for a lost conversation (INVITE with Replaces, RFC 3891); what it refuses is `refused` in `lost`. */
  takeBack: ofCall
    .errors({ LINE_NOT_READY: {}, ...microphoneFault })
    .input(z.object({ callId }))
    .output(z.object({})),
  /** The lost conversation is let go; its record ends as a crash. */
  letGo: oc.input(z.object({ callId })).output(z.object({})),
}
