import { z } from 'zod'
import { contactId, organisationId, siteId } from '../ids.ts'
import { instant, isoDate } from '../instant.ts'
import { rowVersion } from '../row-version.ts'

export const contactPhone = z.object({
  /** E.164 (`+74951234567`), or the PBX's internal number as it is (`101`). */
  number: z.string().max(32),
  /** Extension behind a main number, digits only. */
  ext: z.string().max(12).nullable(),
  /** As it was written when it came to us. */
  raw: z.string().max(64),
  kind: z.enum(['mobile', 'work', 'other']),
  /** Where we know it from: `confirmed` on a call, `entered` by a person, `imported`, or `mined` (a "maybe"). */
  source: z.enum(['confirmed', 'entered', 'imported', 'mined']),
  lastSeenAt: instant.nullable(),
})
export type ContactPhone = z.infer<typeof contactPhone>

/** May this contact ask for help under the organisation's contracts? */
export const authority = z.object({
  mayRequest: z.boolean(),
  /** May also agree to paid work outside the contract. */
  mayApprovePaid: z.boolean(),
  /** `null`: for every site of the organisation. */
  siteIds: z.array(siteId).max(500).nullable(),
  /** Last day of the authority, `null`: open-ended. */
  until: isoDate.nullable(),
})
export type Authority = z.infer<typeof authority>

export const contact = z.object({
  id: contactId,
  v: rowVersion,
  organisationId,
  name: z.string().max(200),
  position: z.string().max(200),
  email: z.string().max(254).nullable(),
  phones: z.array(contactPhone).max(20),
  authority,
  active: z.boolean(),
})
export type Contact = z.infer<typeof contact>
