import { z } from 'zod'
import { queueId } from '../ids.ts'
import { instant } from '../instant.ts'

/** What waits in one queue of tickets. */
export const queueLoad = z.object({
  queueId,
  name: z.string(),
  open: z.number().int(),
  breached: z.number().int(),
  nearestDue: z
    .object({ ticketId: z.string(), number: z.string().nullable(), subject: z.string(), due: instant })
    .nullable(),
})
