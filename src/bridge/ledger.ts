import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { callerKey, closeReason } from '#domain/call/ledger-rows.ts'
import { contactId, organisationId, userId } from '#domain/ids.ts'
import { instant } from '#domain/instant.ts'
import { refusal } from '#domain/intent/refusal.ts'
import { storageRefusals } from './refusals.ts'

/** One caller who waits to be called back, with all their calls that nobody settled. */
export const ledgerRow = z.object({
  callerKey,
  /** To dial; null: hidden, or what was received is no number. */
  number: z.string().nullable(),
  numberRaw: z.string(),
  callerName: z.string(),
  hidden: z.boolean(),
  contactId: contactId.nullable(),
  contactName: z.string().nullable(),
  organisationId: organisationId.nullable(),
  organisationName: z.string().nullable(),
  callQueue: z.string().nullable(),
  calls: z.number().int(),
  firstAt: instant,
  lastAt: instant,
  attempts: z.number().int(),
  lastAttemptAt: instant.nullable(),
  owner: z
    .object({
      userId,
      name: z.string().nullable(),
      at: instant,
      /** False: claimed here while the desk is away; somebody else may have been first. */
      confirmed: z.boolean(),
    })
    .nullable(),
})
export type LedgerRow = z.infer<typeof ledgerRow>

/** A stretch in which somebody's line did not hear, and how many calls nobody took meanwhile. */
export const deafRow = z.object({
  id: z.string(),
  userId,
  name: z.string().nullable(),
  from: instant,
  to: instant,
  missed: z.number().int(),
})
export type DeafRow = z.infer<typeof deafRow>

export const ledgerView = z.object({
  /** The longest waiting first; at most 500. */
  rows: z.array(ledgerRow).max(500),
  count: z.number().int(),
  /** Deaf times of the last 24 hours, oldest first. */
  deaf: z.array(deafRow).max(200),
})
export type LedgerView = z.infer<typeof ledgerView>

/** Whether the desk has said yes; false: it is away, and the claim is only ours so far. */
const claimed = z.object({ confirmed: z.boolean() })

const deeds = oc.errors({
  /** Nobody waits under this name any more. */
  NOT_OPEN: {},
  /** Somebody else calls them back. */
  TAKEN: { data: z.object({ userId, name: z.string().nullable(), at: instant }) },
  REFUSED: { data: z.object({ refusal }) },
  ...storageRefusals,
})

/** Missed callers of the whole company: who waits, who calls them back, what came of it. */
export const ledger = {
  watch: oc.output(eventIterator(ledgerView)),
  /**
   * Claims the caller and answers the number to dial. While the desk answers it decides: of two who ask at once one
   * gets the number, the other is told who was first. While it is away the claim is kept and sent later.
   */
  callBack: deeds
    .errors({ NO_NUMBER: {} })
    .input(z.object({ callerKey }))
    .output(claimed.extend({ number: z.string() })),
  /** Takes the caller without dialling. A supervisor takes over from the owner they saw (`expected`). */
  claim: deeds.input(z.object({ callerKey, expected: userId.nullable() })).output(claimed),
  release: deeds.input(z.object({ callerKey, expected: userId })).output(claimed),
  /** Settles all calls the person saw without a talk. */
  close: deeds
    .input(z.object({ callerKey, reason: closeReason, note: z.string().max(500).default('') }))
    .output(claimed),
}
