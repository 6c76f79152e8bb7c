import { z } from 'zod'
import { instant } from '../instant.ts'
import { type DeviceInUse, type SoundRole, soundRole } from './audio-device.ts'
import { isPresent, type PresentDevices } from './choose-device.ts'

/**
 * What a person must know of a device that was changed without being asked: which one went (`gone`), did not open (`busy`),
 * came back (`back`) or is no longer what the system takes (`moved`), and which one is used now. Labels may be empty: a
 * browser without permission hides them.
 */
export const deviceNotice = z.object({
  role: soundRole,
  kind: z.enum(['gone', 'busy', 'back', 'moved']),
  /** The device that was used before. */
  before: z.string().max(256),
  /** The one used now; null: there is none left. */
  now: z.string().max(256).nullable(),
  at: instant,
})
export type DeviceNotice = z.infer<typeof deviceNotice>

export type DeviceMove = {
  role: SoundRole
  before: DeviceInUse
  /** Null: no device is left. */
  after: DeviceInUse | null
  /** The devices to use, best first. */
  best: readonly DeviceInUse[]
  present: PresentDevices
  at: number
}

/** The notices after a role moved from one device to another; one at most for a role. The very same device says nothing. */
export function withMove(notices: readonly DeviceNotice[], move: DeviceMove): DeviceNotice[] {
  const { role, before, after, at } = move
  if (after !== null && after.id === before.id && after.label === before.label) return [...notices]
  const others = notices.filter((one) => one.role !== role)
  // A new id of the device that is used already.
  if (after !== null && after.label === before.label) return others
  return [...others, { role, kind: kindOf(move), before: before.label, now: after?.label ?? null, at }]
}

function kindOf({ before, after, best, present }: DeviceMove): DeviceNotice['kind'] {
  if (after === null) return 'gone'
  // The system's own goes by names that no list has: what it was, only the system knows.
  if (before.id === null && after.id === null) return 'moved'
  if (before.id !== null && !isPresent(before, present)) return 'gone'
  const rank = (device: DeviceInUse) => best.findIndex(({ id }) => id === device.id)
  return rank(after) < rank(before) || rank(before) < 0 ? 'back' : 'busy'
}
