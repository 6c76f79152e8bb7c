import { z } from 'zod'
import { calendarId, categoryId, contractId, organisationId, siteId, slaPolicyId } from '../ids.ts'
import { isoDate } from '../instant.ts'
import { rowVersion } from '../row-version.ts'

/**
 * One line of what a contract covers. The first line that fits a request decides; `null` fits anything.
 */
export const coverageLine = z.object({
  title: z.string().max(300),
  categoryIds: z.array(categoryId).max(200).nullable(),
  siteIds: z.array(siteId).max(500).nullable(),
  equipmentKinds: z.array(z.string().max(100)).max(100).nullable(),
  verdict: z.enum(['included', 'paid', 'excluded']),
  /** When the line holds; `null`: round the clock. */
  calendarId: calendarId.nullable(),
  /** `null`: the contract's own policy. */
  slaPolicyId: slaPolicyId.nullable(),
})
export type CoverageLine = z.infer<typeof coverageLine>

/** The customer's agreement with us; never an API. */
export const contract = z.object({
  id: contractId,
  v: rowVersion,
  organisationId,
  number: z.string().max(64),
  title: z.string().max(300),
  validFrom: isoDate,
  validTo: isoDate,
  status: z.enum(['active', 'suspended', 'ended']),
  slaPolicyId,
  lines: z.array(coverageLine).max(100),
})
export type Contract = z.infer<typeof contract>
