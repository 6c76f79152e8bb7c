import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { recordingConsent } from '#domain/call/recording.ts'
import { callId } from '#domain/ids.ts'
import { storageRefusals } from './refusals.ts'

export const recording = {
  /** What the customer said to being recorded; kept with the call, the last word stands. */
  consent: oc
    .errors({ NO_SUCH_CALL: {}, ...storageRefusals })
    .input(z.object({ callId, consent: recordingConsent }))
    .output(z.object({})),
  /** What was noted for the live calls; begins with what stands now. */
  watch: oc.output(
    eventIterator(z.object({ consents: z.array(z.object({ callId, consent: recordingConsent })) })),
  ),
}
