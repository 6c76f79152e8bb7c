import { z } from 'zod'
import { authorityVerdict } from '#domain/directory/authority-verdict.ts'
import { contact } from '#domain/directory/contact.ts'
import { contract } from '#domain/directory/contract.ts'
import { coverageVerdict } from '#domain/directory/coverage-verdict.ts'
import { equipment } from '#domain/directory/equipment.ts'
import { matchKind } from '#domain/directory/match-kind.ts'
import { organisation } from '#domain/directory/organisation.ts'
import { rankReason } from '#domain/directory/rank-reason.ts'
import { site } from '#domain/directory/site.ts'
import { callId, contactId, organisationId } from '#domain/ids.ts'
import { instant } from '#domain/instant.ts'
import { ticket } from '#domain/ticket/ticket.ts'

export const candidate = z.object({
  contactId,
  name: z.string(),
  position: z.string(),
  organisationId,
  organisationName: z.string(),
  match: matchKind,
  maybe: z.boolean(),
  openTickets: z.number().int(),
  ranked: rankReason,
})
export type Candidate = z.infer<typeof candidate>

/** Everything the card of one known customer shows. */
export const customerCard = z.object({
  organisation,
  /** Null: the organisation is known (a main-number block), the person is not. */
  contact: contact.nullable(),
  match: matchKind,
  maybe: z.boolean(),
  authority: authorityVerdict,
  /** The contract that speaks for this call before category and site are chosen, and its verdict. */
  contract: contract.nullable(),
  verdict: coverageVerdict,
  sla: z
    .object({
      policyName: z.string(),
      responseMinutes: z.number().int(),
      resolutionMinutes: z.number().int(),
    })
    .nullable(),
  sites: z.array(site).max(200),
  siteCount: z.number().int(),
  equipment: z.array(equipment).max(200),
  equipmentCount: z.number().int(),
  /** Nearest due first; at most 20, `openCount` tells all. */
  openTickets: z.array(ticket).max(20),
  openCount: z.number().int(),
  /** Last calls of this organisation, newest first. */
  recentCalls: z
    .array(
      z.object({
        callId,
        at: instant,
        direction: z.enum(['in', 'out']),
        contactName: z.string(),
        answered: z.boolean(),
      }),
    )
    .max(5),
})
export type CustomerCard = z.infer<typeof customerCard>

/** What is shown for a call. */
export const pop = z.object({
  callId,
  /** As received, and normalised for showing (`+7 495 111-22-33`); null when hidden. */
  number: z.string().nullable(),
  numberShown: z.string(),
  callerName: z.string(),
  callQueue: z.string().nullable(),
  dialledNumber: z.string().nullable(),
  /** When the rows of the cache were last known to agree with the desk; null: never. */
  asOf: instant.nullable(),
  who: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('known'), card: customerCard, others: z.array(candidate).max(9) }),
    /** Several owners, or a shared number: nobody is picked until the dispatcher does. */
    z.object({
      kind: z.literal('several'),
      candidates: z.array(candidate).max(9),
      total: z.number().int(),
      shared: z.boolean(),
    }),
    z.object({ kind: z.literal('unknown') }),
    z.object({ kind: z.literal('hidden') }),
    z.object({ kind: z.literal('colleague'), name: z.string(), extension: z.string() }),
    /** The INVITE could not be read; what could be seen is in `numberShown` and `callerName`. */
    z.object({ kind: z.literal('unreadable') }),
  ]),
})
export type Pop = z.infer<typeof pop>
