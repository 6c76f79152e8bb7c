import { z } from 'zod'
import { organisationId } from '../ids.ts'
import { rowVersion } from '../row-version.ts'

/** The seven industries of B2B service the product is sized for. */
export const industries = [
  'cashRegistersHoReCa',
  'vehicleMonitoring',
  'itOutsourcing',
  'securityEquipment',
  'facility',
  'softwareErp',
  'retail',
] as const
export const industry = z.enum(industries)
export type Industry = z.infer<typeof industry>

export const organisation = z.object({
  id: organisationId,
  v: rowVersion,
  name: z.string().max(300),
  legalName: z.string().max(300),
  /** Russian taxpayer number, 10 or 12 digits. */
  inn: z.string().max(12).nullable(),
  industry,
  /** IANA zone of the head office. */
  timeZone: z.string().max(64),
  /** The organisation's main number in E.164; another number of the same block is shown as "likely theirs". */
  mainNumber: z.string().max(32).nullable(),
  note: z.string().max(4000),
})
export type Organisation = z.infer<typeof organisation>
