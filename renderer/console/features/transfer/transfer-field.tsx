import { type KeyboardEvent, useId, useMemo, useState } from 'react'
import type { CallId } from '#domain/ids.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { useStore } from '#renderer/ui/external-store.ts'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { useConsole } from '../../model/console-model.ts'
import { consult, transfer } from '../../model/transfer-actions.ts'
import { ColleagueState } from '../colleagues/colleague-state.tsx'
import { type TransferTarget, transferTargets } from './transfer-targets.ts'

/** To whom the call goes: a number or a colleague. Enter gives it away, Shift+Enter asks there first, Esc closes. */
export function TransferField({ callId }: { callId: CallId }) {
  const model = useConsole()
  const { t } = useText()
  const { users } = useStore(model.live.reference)
  const own = useStore(model.live.status, (status) => status?.user?.extension ?? null)
  const [typed, setTyped] = useState('')
  const [marked, setMarked] = useState(0)
  const targets = useMemo(() => transferTargets(users, typed, own), [users, typed, own])
  const id = useId()
  // With nothing typed nobody is meant yet: Enter by accident must not give the caller away.
  const chosen = typed.trim() === '' && marked === 0 ? null : (targets[Math.max(marked - 1, 0)] ?? null)
  const optionId = (target: TransferTarget) => `${id}-${target.id}`
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      const from = chosen ? targets.indexOf(chosen) + 1 : 0
      setMarked(Math.min(Math.max(from + step, 1), targets.length))
    }
    if (event.key !== 'Enter' || event.ctrlKey || chosen === null || event.nativeEvent.isComposing) return
    event.preventDefault()
    if (event.shiftKey) consult(model, callId, chosen.number)
    else transfer(model, callId, chosen.number)
  }
  return (
    <div className="transfer">
      <label className="transfer-label" htmlFor={id}>
        {t('transfer.to')}
      </label>
      <input
        id={id}
        className="input"
        // biome-ignore lint/a11y/noAutofocus: the dispatcher asked for this field by key or button, to type into it
        autoFocus
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={targets.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen ? optionId(chosen) : undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
        placeholder={t('transfer.placeholder')}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setMarked(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div className="transfer-list" role="listbox" id={`${id}-list`} aria-label={t('transfer.to')}>
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
            onClick={() => transfer(model, callId, target.number)}
          >
            <span className="option-name truncate">{target.name ?? t('transfer.number')}</span>
            <span className="option-detail truncate">{target.number}</span>
            {target.name !== null && <ColleagueState extension={target.number} />}
          </div>
        ))}
      </div>
      {targets.length === 0 && <p className="transfer-hint">{t('transfer.nobody')}</p>}
      <p className="transfer-hint">
        <Kbd keys={['⏎']} /> {t('transfer.blind')} <Kbd keys={['Shift', '⏎']} /> {t('transfer.consult')}
      </p>
    </div>
  )
}
