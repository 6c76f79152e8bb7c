import { z } from 'zod'
import { organisationId, siteId } from '../ids.ts'
import { rowVersion } from '../row-version.ts'

/** A serviced object: shop, office, warehouse, vehicle. */
export const site = z.object({
  id: siteId,
  v: rowVersion,
  organisationId,
  name: z.string().max(200),
  address: z.string().max(500),
  kind: z.enum(['shop', 'office', 'warehouse', 'restaurant', 'vehicle', 'building', 'other']),
  timeZone: z.string().max(64),
})
export type Site = z.infer<typeof site>
