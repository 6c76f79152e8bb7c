import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { ownReport } from '#domain/call/own-report.ts'
import { queuePauseAnswer } from '#domain/call/queue-pause.ts'
import { callId } from '#domain/ids.ts'
import { storageRefusals } from './refusals.ts'

/** What the core knows of the dispatcher's own state, and how far it has come. */
export const ownNews = z.object({
  /** Null: the phone page has not told it since this core began. */
  report: ownReport.nullable(),
  /** The desk knows the state that stands now; otherwise it is told when it is back. */
  told: z.boolean(),
  /** How the PBX's call queues have this dispatcher, as the desk last said; null: it has not said. */
  pause: queuePauseAnswer.nullable(),
  /** Colleagues whom the call queues pass over, as the desk last said: extension and the code why. */
  away: z.array(z.object({ extension: z.string(), reason: z.string() })),
})
export type OwnNews = z.infer<typeof ownNews>

/** The dispatcher's own state. It lives in the phone page; the core keeps it and tells it on. */
export const own = {
  /** The phone tells each change, and what stands when a core comes. */
  report: oc.input(ownReport).output(z.object({})),
  /** What was kept of this user, for a phone that begins anew; null: nothing. */
  kept: oc.output(z.object({ report: ownReport.nullable() })),
  watch: oc.output(eventIterator(ownNews)),
  /** What the call was about, kept with its record; a later code replaces it. */
  wrapUp: oc
    .errors({ NO_SUCH_CALL: {}, ...storageRefusals })
    .input(z.object({ callId, code: z.string().min(1).max(64) }))
    .output(z.object({})),
}
