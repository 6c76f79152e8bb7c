import { z } from 'zod'
import { userId } from '../ids.ts'
import { instant } from '../instant.ts'
import { rowVersion } from '../row-version.ts'

/**
 * Whose missed calls they are: `n:` and the normalised number, `r:` and what was received where that is no number,
 * `c:` and the PBX's call id where the number was hidden (nobody can say it is the same caller).
 */
export const callerKey = z
  .string()
  .regex(/^[nrc]:/)
  .max(260)
  .brand<'CallerKey'>()
export type CallerKey = z.infer<typeof callerKey>

const pbxCallIds = z.array(z.string().max(256)).min(1).max(200)

/**
 * Somebody has taken a caller to call back; at most one row of a caller, changed by compare-and-set. It names the
 * calls it was taken for and ends with them, so that next week's missed call is nobody's again.
 */
export const ledgerClaim = z.object({
  /** Whose calls: one row a caller, so that two who claim at once meet in it. */
  id: callerKey,
  v: rowVersion,
  /** Null: released. */
  userId: userId.nullable(),
  at: instant,
  pbxCallIds,
})
export type LedgerClaim = z.infer<typeof ledgerClaim>

/** Why a person settled missed calls without having got through. */
export const closeReasons = [
  /** Settled by mail, messenger, or by another person of the customer. */
  'handledOtherwise',
  /** A ticket was made without a talk. */
  'ticketMade',
  'wrongNumber',
  'spam',
  'noAnswerSeveralTimes',
  /** A hidden number: nobody to call back. */
  'cannotCallBack',
] as const
export const closeReason = z.enum(closeReasons)
export type CloseReason = z.infer<typeof closeReason>

/** A person's word that these calls need no call back. Only ever added; names what the person saw, nothing newer. */
export const ledgerClosure = z.object({
  id: z.string().min(1).max(64),
  v: rowVersion,
  callerKey,
  pbxCallIds,
  reason: closeReason,
  note: z.string().max(500),
  by: userId,
  at: instant,
})
export type LedgerClosure = z.infer<typeof ledgerClosure>
