import { z } from 'zod'
import { contractId, slaPolicyId } from '../ids.ts'
import { verdictKind } from '../ticket/ticket.ts'

/** Does the contract pay for this request, which line said so, and why. Codes; the window words them. */
export const coverageVerdict = z.object({
  verdict: verdictKind,
  reason: z.enum([
    'lineIncluded',
    'linePaid',
    'lineExcluded',
    'noLineFits',
    'outsideHours',
    /** A line fits or not by a site, equipment or hours that are not known yet. */
    'dependsOnDetails',
    'noContract',
    'contractEnded',
    'contractNotBegun',
    'contractSuspended',
    'organisationUnknown',
  ]),
  contractId: contractId.nullable(),
  /** Title of the line that decided. */
  line: z.string().nullable(),
  slaPolicyId: slaPolicyId.nullable(),
})
export type CoverageVerdict = z.infer<typeof coverageVerdict>
