import { type KeyboardEvent, useId, useState } from 'react'
import { noPbxFeatures } from '#domain/call/pbx-features.ts'
import { type Say, useText } from '#renderer/texts/use-text.ts'
import { useStore } from '#renderer/ui/external-store.ts'
import { useConsole } from '../../model/console-model.ts'
import { pickUp } from '../../model/feature-actions.ts'
import { type PickUpTarget, pickUpTargets } from './pick-up-targets.ts'
import './pick-up.css'

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
  const id = useId()
  const { users } = useStore(model.live.reference)
  const own = useStore(model.live.status, (status) => status?.user?.extension ?? null)
  const codes = useStore(model.live.settings, (settings) => settings?.pbxFeatures ?? noPbxFeatures)
  const parked = useStore(model.live.phone, (phone) => phone?.parked) ?? []
  const [typed, setTyped] = useState('')
  const [marked, setMarked] = useState(0)
  const targets = pickUpTargets(codes, users, parked, typed, own)
  const chosen = targets[Math.min(marked, targets.length - 1)] ?? null
  const optionId = (target: PickUpTarget) => `${id}-${target.id}`
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setMarked((now) => Math.min(Math.max(now + step, 0), Math.max(targets.length - 1, 0)))
    }
    if (event.key !== 'Enter' || event.ctrlKey || chosen === null || event.nativeEvent.isComposing) return
    event.preventDefault()
    pickUp(model, chosen.from)
  }
  return (
    <div className="pick-up">
      <label className="transfer-label" htmlFor={id}>
        {t('pickUp.label')}
      </label>
      <input
        id={id}
        className="input"
        // biome-ignore lint/a11y/noAutofocus: the dispatcher asked for this field by key, to type into it
        autoFocus
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={targets.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen ? optionId(chosen) : undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
        placeholder={t('pickUp.placeholder')}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setMarked(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div role="listbox" id={`${id}-list`} aria-label={t('pickUp.label')}>
        {targets.map((target) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys act on the field, which keeps the focus
          <div
            key={target.id}
            id={optionId(target)}
            className="option"
            role="option"
            tabIndex={-1}
            aria-selected={target === chosen}
            data-highlighted={target === chosen ? '' : undefined}
            onClick={() => pickUp(model, target.from)}
          >
            <span className="option-name truncate">{nameOf(t, target)}</span>
            <span className="option-detail truncate">{target.number}</span>
          </div>
        ))}
      </div>
      {targets.length === 0 && <p className="transfer-hint">{t('pickUp.nothing')}</p>}
    </div>
  )
}
