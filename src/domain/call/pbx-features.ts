import { z } from 'zod'

/** Digits one dials or presses. */
const code = z.string().regex(/^[\d*#]{1,16}$/)
/** A code that an extension belongs into, at `{ext}`. */
const codeWithExtension = z.string().regex(/^[\d*#]{0,16}\{ext\}[\d*#]{0,16}$/)

/** What the company's PBX can do and by which codes: data, set by IT. Null: it cannot, or nobody told us how. */
export const pbxFeatures = z.object({
  /** A call transferred there waits in a slot until somebody dials the slot. */
  park: code.nullable(),
  parkSlots: z.array(code).max(50),
  /** Takes the ringing call of the colleague whose extension stands at `{ext}`. */
  pickup: codeWithExtension.nullable(),
  /** Takes any call that rings at a phone of one's own group. */
  groupPickup: code.nullable(),
  /** A conference room of one's own, one's own extension at `{ext}`; callers are transferred into it. */
  conference: codeWithExtension.nullable(),
  /** Pressed in a call: the PBX stops recording it, and goes on. Both the same where one code toggles. */
  recordPause: code.nullable(),
  recordResume: code.nullable(),
  /** A number that says back what it hears. */
  echo: code.nullable(),
  voicemail: code.nullable(),
  /** How keys pressed in a call are sent: as events in the sound (RFC 4733) or as SIP INFO (`application/dtmf-relay`). */
  tones: z.enum(['rfc4733', 'info']),
  /** How long the PBX keeps a conversation whose phone fell silent, s (Asterisk: rtp_timeout). */
  keepsSilentS: z.number().int().min(5).max(300),
})
export type PbxFeatures = z.infer<typeof pbxFeatures>

export const noPbxFeatures: PbxFeatures = {
  park: null,
  parkSlots: [],
  pickup: null,
  groupPickup: null,
  conference: null,
  recordPause: null,
  recordResume: null,
  echo: null,
  voicemail: null,
  tones: 'rfc4733',
  keepsSilentS: 30,
}

/** The code to dial, with the extension in its place. */
export function codeFor(template: string, extension: string): string {
  return template.replace('{ext}', extension)
}
