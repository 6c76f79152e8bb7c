import { z } from 'zod'
import { calendarId, slaPolicyId } from '../ids.ts'
import { rowVersion } from '../row-version.ts'

const target = z.object({
  /** Working minutes until the first answer. */
  responseMinutes: z.number().int().positive(),
  /** Working minutes until the solution. */
  resolutionMinutes: z.number().int().positive(),
})

export const slaPolicy = z.object({
  id: slaPolicyId,
  v: rowVersion,
  name: z.string().max(200),
  calendarId,
  targets: z.object({ low: target, normal: target, high: target, critical: target }),
})
export type SlaPolicy = z.infer<typeof slaPolicy>
