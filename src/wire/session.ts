import { z } from 'zod'
import { user } from '#domain/directory/staff.ts'
import { shape } from '#domain/entities.ts'
import { consoleId, spaceId } from '#domain/ids.ts'
import { instant } from '#domain/instant.ts'

export const signInRequest = z.object({
  login: z.string().min(1).max(64),
  password: z.string().min(1).max(256),
  consoleId,
})

export const tokens = z.object({
  /** JWT, minutes long. */
  access: z.string(),
  accessUntil: instant,
  /** Opaque, one use; a second use revokes the family. */
  refresh: z.string(),
  refreshUntil: instant,
})
export type Tokens = z.infer<typeof tokens>

/** Said at sign-in and at each hello: who I am, what I may hold, where the desk stands with this console. */
export const hello = z.object({
  user,
  spaceId,
  spaceName: z.string(),
  shapes: z.array(shape),
  /** Two to four characters, unique in the space, first part of provisional ticket numbers (`N7`). */
  consoleCode: z.string(),
  /** Last outbox number the desk applied for this console: 0 for a new one. */
  lastN: z.number().int(),
  deskTime: instant,
  /** IT asked that this workstation be emptied: what waits is sent first, then `session.wiped` is told. */
  wipe: z.boolean().default(false),
})
export type Hello = z.infer<typeof hello>
