import { z } from 'zod'
import { equipmentId, organisationId, siteId } from '../ids.ts'
import { rowVersion } from '../row-version.ts'

export const equipment = z.object({
  id: equipmentId,
  v: rowVersion,
  organisationId,
  siteId,
  kind: z.string().max(100),
  name: z.string().max(200),
  serial: z.string().max(100).nullable(),
})
export type Equipment = z.infer<typeof equipment>
