import { type KeyboardEvent, type RefObject, useRef, useState } from 'react'
import type { LedgerRow } from '#bridge/ledger.ts'
import { type CloseReason, closeReasons } from '#domain/call/ledger-rows.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { TextField } from '#renderer/ui/field.tsx'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { useConsole } from '../../model/console-model.ts'
import { closeMissed } from '../../model/ledger-actions.ts'
import { whoWords } from '../../words/ledger-words.ts'
import './ledger.css'

/** Why nobody need call back: a reason by its digit, a note where it helps. */
export function CloseMissed() {
  const model = useConsole()
  const { t } = useText()
  const first = useRef<HTMLButtonElement>(null)
  const key = useStore(model.ledger.closing)
  const row = useStore(model.ledger.view, (view) => view?.rows.find(({ callerKey }) => callerKey === key))
  return (
    <Dialog
      open={key !== null && row !== undefined}
      onClose={() => model.ledger.closing.set(null)}
      title={t('ledger.close')}
      closeLabel={t('close')}
      initialFocus={first}
    >
      {row && <Reasons key={row.callerKey} row={row} first={first} />}
    </Dialog>
  )
}

function Reasons({ row, first }: { row: LedgerRow; first: RefObject<HTMLButtonElement | null> }) {
  const model = useConsole()
  const { t } = useText()
  const [note, setNote] = useState('')
  const choose = (reason: CloseReason) => void closeMissed(model, row, reason, note.trim())
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.altKey || event.metaKey) return
    const reason = closeReasons[Number(/^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] ?? 0) - 1]
    if (reason) choose(reason)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: digits choose among the buttons inside.
    <div className="close-missed" onKeyDown={onKeyDown}>
      <p className="soft">{t('ledger.close.of', { who: whoWords(t, row) })}</p>
      <ul className="close-reasons">
        {closeReasons.map((reason, at) => (
          <li key={reason}>
            <button
              type="button"
              ref={at === 0 ? first : undefined}
              className="close-reason"
              onClick={() => choose(reason)}
            >
              <Kbd keys={[String(at + 1)]} />
              {t(`ledger.reason.${reason}`)}
            </button>
          </li>
        ))}
      </ul>
      <TextField label={t('ledger.close.note')} value={note} onText={setNote} maxLength={500} />
      <p className="faint">{t('ledger.close.hint')}</p>
    </div>
  )
}
