import { oc } from '@orpc/contract'
import { z } from 'zod'
import { callId, draftId } from '#domain/ids.ts'
import { instant } from '#domain/instant.ts'
import { storageRefusals } from './refusals.ts'
import { ticketDraftFields } from './tickets.ts'

/** A ticket being written, kept on disk as it is typed: a crash or a restart gives it back. */
export const draft = z.object({
  id: draftId,
  callId: callId.nullable(),
  fields: ticketDraftFields,
  savedAt: instant,
})
export type Draft = z.infer<typeof draft>

export const drafts = {
  list: oc.output(z.object({ drafts: z.array(draft) })),
  put: oc
    .errors(storageRefusals)
    .input(z.object({ id: draftId, callId: callId.nullable(), fields: ticketDraftFields }))
    .output(z.object({ savedAt: instant })),
  remove: oc
    .errors(storageRefusals)
    .input(z.object({ id: draftId }))
    .output(z.object({})),
}
