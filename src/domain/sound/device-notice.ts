import { z } from 'zod'
import { instant } from '../instant.ts'
import { type DeviceInUse, type SoundRole, soundRole } from './audio-device.ts'
import { isPresent, type PresentDevices } from './choose-device.ts'

/**
 * What a person must know of a device that was changed without being asked: which one went (`gone`), did not open (`busy`)
 * or came back (`back`), and which one is used now. Labels may be empty: a browser without permission hides them.
 */
export const deviceNotice = z.object({
  role: soundRole,
  kind: z.enum(['gone', 'busy', 'back']),
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
  present: PresentDevices
  at: number
}

const same = (one: DeviceInUse, other: DeviceInUse | null) =>
  other !== null && one.id === other.id && one.label === other.label

/**
 * The notices after a role moved from one device to another; one at most for a role. What came back takes the notice of
 * its going away; a move to the very same device says nothing.
 */
export function withMove(
  notices: readonly DeviceNotice[],
  { role, before, after, present, at }: DeviceMove,
): DeviceNotice[] {
  if (same(before, after)) return [...notices]
  const others = notices.filter((one) => one.role !== role)
  const kind = !isPresent(before, present) ? 'gone' : isReturn(notices, role, after) ? 'back' : 'busy'
  return [...others, { role, kind, before: before.label, now: after?.label ?? null, at }]
}

/** The device used now is the one whose absence was told, or any when there was none left. */
function isReturn(notices: readonly DeviceNotice[], role: SoundRole, after: DeviceInUse | null): boolean {
  const told = notices.find((one) => one.role === role)
  return after !== null && (told === undefined || told.before === after.label || told.now === null)
}
