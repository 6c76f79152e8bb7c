import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { callId, draftId } from '#domain/ids.ts'

/** `noDraft`: nothing was written for that call; `nobody`: no colleague has that extension. */
export const giveOutcome = z.enum(['given', 'noDraft', 'nobody', 'deskAway'])
export type GiveOutcome = z.infer<typeof giveOutcome>

/** A ticket being written goes to a colleague together with the call; our own copy stays. */
export const handover = {
  /** Asked before the call is given away. Answers within 1.5 s, whatever the desk does. */
  give: oc
    .input(z.object({ callId, to: z.string().min(1).max(64) }))
    .output(z.object({ outcome: giveOutcome })),
  /** A colleague's draft came with a call and lies among ours. */
  watch: oc.output(eventIterator(z.object({ callId, draftId, fromName: z.string() }))),
}
