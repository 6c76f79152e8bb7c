import { z } from 'zod'
import { contactId } from '../ids.ts'

/** May the caller ask for this; if not, who of their organisation may (at most five, to be asked instead). */
export const authorityVerdict = z.object({
  answer: z.enum(['may', 'mayNot', 'unknown']),
  reason: z.enum(['granted', 'noAuthority', 'otherSites', 'ended', 'inactive', 'contactUnknown']),
  whoMay: z.array(z.object({ contactId, name: z.string(), position: z.string() })),
})
export type AuthorityVerdict = z.infer<typeof authorityVerdict>
