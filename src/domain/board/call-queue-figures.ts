import { z } from 'zod'
import { instant } from '../instant.ts'

/** One call queue of the PBX. */
export const callQueueRow = z.object({
  name: z.string(),
  waiting: z.number().int(),
  longestSince: instant.nullable(),
  members: z.number().int(),
  free: z.number().int(),
  answeredToday: z.number().int(),
  abandonedToday: z.number().int(),
})
export type CallQueueRow = z.infer<typeof callQueueRow>

/** What the PBX tells of its call queues. */
export const callQueueFigures = z.object({
  /** False: the link to the PBX is down and the rows are old. */
  live: z.boolean(),
  heardAt: instant.nullable(),
  rows: z.array(callQueueRow),
})
