import { z } from 'zod'
import { queueId, teamId, userId } from '../ids.ts'
import { rowVersion } from '../row-version.ts'

export const role = z.enum(['dispatcher', 'supervisor', 'admin'])
export type Role = z.infer<typeof role>

/** The public part of a user: what every console of the space may hold. */
export const user = z.object({
  id: userId,
  v: rowVersion,
  login: z.string().max(64),
  name: z.string().max(200),
  role,
  teamIds: z.array(teamId).max(50),
  /** Internal number at the PBX. */
  extension: z.string().max(12).nullable(),
  active: z.boolean(),
})
export type User = z.infer<typeof user>

export const team = z.object({ id: teamId, v: rowVersion, name: z.string().max(200) })
export type Team = z.infer<typeof team>

/** A queue of tickets. The PBX's waiting line is a *call queue*, another thing. */
export const queue = z.object({
  id: queueId,
  v: rowVersion,
  name: z.string().max(200),
  teamId: teamId.nullable(),
  /** Place in lists, ascending. */
  position: z.number().int(),
})
export type Queue = z.infer<typeof queue>
