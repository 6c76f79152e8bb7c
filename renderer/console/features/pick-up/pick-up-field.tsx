import { useState } from 'react'
import { noPbxFeatures } from '#domain/call/pbx-features.ts'
import { type Say, useText } from '#renderer/texts/use-text.ts'
import { useStore } from '#renderer/ui/external-store.ts'
import { ListField } from '#renderer/ui/list-field.tsx'
import { useConsole } from '../../model/console-model.ts'
import { pickUp } from '../../model/feature-actions.ts'
import { type PickUpTarget, pickUpTargets } from './pick-up-targets.ts'

const nameOf = (t: Say, { from, name }: PickUpTarget): string => {
  if (from.from === 'group') return t('pickUp.group')
  return name ?? t('pickUp.slot')
}

/** Which call to take: a slot of the parking, a colleague whose phone rings, or any of the group. Enter takes, Esc closes. */
export function PickUpField() {
  const model = useConsole()
  const open = useStore(model.pickingUp)
  return open ? <Field /> : null
}

function Field() {
  const model = useConsole()
  const { t } = useText()
  const { users } = useStore(model.live.reference)
  const own = useStore(model.live.status, (status) => status?.user?.extension ?? null)
  const codes = useStore(model.live.settings, (settings) => settings?.pbxFeatures ?? noPbxFeatures)
  const parked = useStore(model.live.phone, (phone) => phone?.parked) ?? []
  const [typed, setTyped] = useState('')
  const rows = pickUpTargets(codes, users, parked, typed, own).map((target) => ({
    id: target.id,
    name: nameOf(t, target),
    detail: target.number,
    from: target.from,
  }))
  return (
    <ListField
      label={t('pickUp.label')}
      placeholder={t('pickUp.placeholder')}
      typed={typed}
      onTyped={setTyped}
      rows={rows}
      emptyText={t('pickUp.nothing')}
      firstIsMeant
      onChoose={({ from }) => pickUp(model, from)}
    />
  )
}
