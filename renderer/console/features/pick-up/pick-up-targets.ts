import type { ParkedCall } from '#bridge/phone-features.ts'
import type { PbxFeatures } from '#domain/call/pbx-features.ts'
import type { User } from '#domain/directory/staff.ts'
import { bestMatches } from '#renderer/ui/match-text.ts'
import type { PickUpFrom } from '../../model/feature-actions.ts'

export type PickUpTarget = {
  readonly id: string
  readonly from: PickUpFrom
  /** What is dialled for: a slot or an extension; empty for the group. */
  readonly number: string
  /** A colleague's name, or who is parked there as far as we know. */
  readonly name: string | null
}

/** Rows under the field: more would push the calls away. */
const shownMax = 6

/** Slots, the group and colleagues, as far as the PBX has codes for them, best answer to the typed text first. */
export function pickUpTargets(
  { park, parkSlots, pickup, groupPickup }: PbxFeatures,
  users: readonly User[],
  parked: readonly ParkedCall[],
  typed: string,
  ownExtension: string | null,
): readonly PickUpTarget[] {
  const text = typed.trim()
  const whoIn = (slot: string) => parked.find((one) => one.slot === slot)?.peer.name ?? null
  const slotOf = (slot: string): PickUpTarget => ({
    id: `slot-${slot}`,
    from: { from: 'slot', slot },
    number: slot,
    name: whoIn(slot),
  })
  const slots = parkSlots.map(slotOf)
  const colleagues: PickUpTarget[] =
    pickup === null
      ? []
      : users.flatMap(({ id, active, extension, name }) =>
          active && extension !== null && extension !== ownExtension
            ? [{ id, from: { from: 'colleague', extension }, number: extension, name }]
            : [],
        )
  const group: PickUpTarget[] =
    groupPickup === null ? [] : [{ id: 'group', from: { from: 'group' }, number: '', name: null }]
  if (text === '') return [...group, ...slots, ...colleagues].slice(0, shownMax)
  const known = bestMatches([...slots, ...colleagues], text, ({ name, number }) => `${name ?? ''} ${number}`)
  const isSlot = park !== null && /^[\d*#]{1,16}$/.test(text) && !known.some(({ number }) => number === text)
  return [...known, ...(isSlot ? [slotOf(text)] : [])].slice(0, shownMax)
}
