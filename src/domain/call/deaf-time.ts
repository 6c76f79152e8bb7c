import { z } from 'zod'
import { userId } from '../ids.ts'
import { instant } from '../instant.ts'
import { rowVersion } from '../row-version.ts'

/** A stretch in which somebody's line could not be reached though they meant to be: calls may have passed by. */
export const deafTime = z.object({
  id: z.string().min(1).max(64),
  v: rowVersion,
  userId,
  from: instant,
  to: instant,
})
export type DeafTime = z.infer<typeof deafTime>

/** Shorter stretches are a socket that was changed, not a line that did not hear. */
export const deafNotedMs = 3_000
