import { z } from 'zod'
import { callId } from '../ids.ts'
import { mediaAlarms } from './media-alarms.ts'
import { lampColours } from './quality.ts'
import { qualityCauses } from './quality-cause.ts'

/** How a call sounds now: the lamp, where a bad sound most likely comes from, and what is to be told at once. */
export const callQuality = z.object({
  callId,
  lamp: z.enum(lampColours),
  cause: z.enum(qualityCauses),
  alarms: z.array(z.enum(mediaAlarms)),
})
export type CallQuality = z.infer<typeof callQuality>
