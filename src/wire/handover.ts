import { z } from 'zod'
import { ticketDraftFields } from '#domain/ticket/draft-fields.ts'

/** By what the second dispatcher's call is known to be the same customer's. */
const callMarks = {
  /** PBX-wide id: the same on a call given away unasked, another one where the colleague was asked first. */
  pbxCallId: z.string().max(256),
  /** The customer's number as normalised; null when hidden. */
  number: z.string().max(32).nullable(),
}

/** A ticket being written that goes to a colleague together with the call. */
export const giveDraft = z.object({
  ...callMarks,
  toExtension: z.string().min(1).max(64),
  fields: ticketDraftFields,
})
export type GiveDraft = z.infer<typeof giveDraft>

export const takeDraft = z.object(callMarks)
export type TakeDraft = z.infer<typeof takeDraft>

/** Null: nobody gave one for that call. Given once. */
export const takenDraft = z.object({
  draft: z.object({ fields: ticketDraftFields, fromName: z.string() }).nullable(),
})
export type TakenDraft = z.infer<typeof takenDraft>
