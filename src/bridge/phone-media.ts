import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { audioDevice, deviceInUse, soundRole } from '#domain/sound/audio-device.ts'
import { deviceNotice } from '#domain/sound/device-notice.ts'
import { selfTest } from '#domain/sound/self-test.ts'

/** Devices, headset and self-test as the phone page sees them, pushed whole at each change. */
export const soundView = z.object({
  microphones: z.array(audioDevice),
  outputs: z.array(audioDevice),
  /** Null: there is none at all. */
  inUse: z.object({
    microphone: deviceInUse.nullable(),
    speaker: deviceInUse.nullable(),
    ring: deviceInUse.nullable(),
  }),
  /** Devices that changed unasked; each stays until it is dismissed, chosen anew or back. */
  notices: z.array(deviceNotice),
  /** Headsets whose buttons we hear. */
  headsets: z.array(z.object({ name: z.string().max(256), mute: z.boolean(), lamps: z.boolean() })),
  selfTest,
})
export type SoundView = z.infer<typeof soundView>

/** What the microphone hears now, about twelve times a second. */
export const micLevel = z.object({
  /** 0…1, the length of a bar. */
  level: z.number().min(0).max(1),
  /** Loud enough for a voice. */
  speech: z.boolean(),
})
export type MicLevel = z.infer<typeof micLevel>

const microphoneFault = { MICROPHONE: { data: z.object({ why: z.enum(['denied', 'missing', 'busy']) }) } }

/** Sound beside the calls themselves; part of the contract console ⇄ phone. */
export const phoneMedia = {
  watchSound: oc.output(eventIterator(soundView)),
  /** Opens the microphone as long as somebody listens, in a call or not. */
  watchMicrophone: oc.errors(microphoneFault).output(eventIterator(micLevel)),
  /** Opens and closes it once, to see whether it is there again. */
  checkMicrophone: oc.errors(microphoneFault).output(z.object({})),
  /** A second of sound on that device, at its volume. */
  testTone: oc.input(z.object({ on: soundRole.exclude(['microphone']) })).output(z.object({})),
  dismissDeviceNotices: oc.output(z.object({})),
  /** A person allowed a headset in this browser: its buttons are listened to from now on. */
  headsetAllowed: oc.output(z.object({})),
  /** Begins the self-test; refused while a call is live. */
  startSelfTest: oc.errors({ NOT_NOW: {} }).output(z.object({})),
  stopSelfTest: oc.output(z.object({})),
  /** The answer to a step that asks. */
  answerSelfTest: oc.input(z.object({ heard: z.boolean() })).output(z.object({})),
}
