import { oc } from '@orpc/contract'
import { z } from 'zod'
import { instant } from '#domain/instant.ts'

/** More phones than this are no first line, and a PBX that restarts is asked by every console at once. */
export const colleaguesMax = 200

export const colleague = z.object({
  extension: z.string(),
  /** `unknown`: the PBX has not told, or its news have a gap. */
  presence: z.enum(['free', 'ringing', 'calling', 'talking', 'unknown']),
  since: instant,
  /** With whom, as the PBX tells it: text of a stranger. */
  remote: z.object({ number: z.string().max(128), name: z.string().max(256) }).nullable(),
})
export type Colleague = z.infer<typeof colleague>

/** Parts of the phone's snapshot. */
export const colleagueParts = {
  colleagues: z.array(colleague),
  /** Messages in our own mailbox; null: the PBX does not tell. */
  voicemail: z.object({ fresh: z.number().int(), old: z.number().int() }).nullable(),
}

export const phoneColleagues = {
  /** Watches these phones and no others (RFC 4235); the console knows who works here. */
  watchColleagues: oc
    .input(z.object({ extensions: z.array(z.string().regex(/^\d{1,16}$/)).max(colleaguesMax) }))
    .output(z.object({})),
}
