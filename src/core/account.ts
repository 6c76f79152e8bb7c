import { z } from 'zod'
import { user } from '#domain/directory/staff.ts'
import { shape } from '#domain/entities.ts'
import { spaceId } from '#domain/ids.ts'

/** Who works on this machine, kept with the precious file so that a start without the desk knows it. */
export const account = z.object({
  address: z.string(),
  user,
  spaceId,
  spaceName: z.string(),
  shapes: z.array(shape),
  consoleCode: z.string(),
})
export type Account = z.infer<typeof account>
