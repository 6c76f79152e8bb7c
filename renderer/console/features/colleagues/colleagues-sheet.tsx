import { Command as Cmdk } from 'cmdk'
import { type KeyboardEvent, useState } from 'react'
import { defaultDeskPolicy } from '#domain/call/desk-policy.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { BareDialog } from '#renderer/ui/dialog.tsx'
import { Elapsed } from '#renderer/ui/elapsed.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { Kbd } from '#renderer/ui/kbd.tsx'
import {
  type ColleagueDeed,
  type ColleagueRow,
  colleagueRows,
  deedsFor,
  doFor,
} from '../../model/colleague-actions.ts'
import { useConsole } from '../../model/console-model.ts'
import { colleagueWords, lookOf } from '../../words/colleague-words.ts'
import './colleagues.css'

/** Who is free, who talks, since when; from here a colleague is called, given a caller, or relieved of a ringing call. */
export function ColleaguesSheet() {
  const { sheet } = useConsole()
  const { t } = useText()
  const open = useStore(sheet) === 'colleagues'
  return (
    <BareDialog open={open} onClose={() => sheet.set(null)} label={t('colleagues.title')}>
      <List />
    </BareDialog>
  )
}

/** Enter does the first; these do the others. */
const keyOf: Readonly<Record<ColleagueDeed, readonly string[]>> = {
  pickUp: ['⏎'],
  call: ['Shift', '⏎'],
  consult: ['Shift', '⏎'],
  transfer: ['Ctrl', '⏎'],
}

function List() {
  const model = useConsole()
  const { t, language } = useText()
  const { users } = useStore(model.live.reference)
  const phones = useStore(model.live.phone, (phone) => phone?.colleagues) ?? []
  const away = useStore(model.live.own, (news) => news?.away) ?? []
  const own = useStore(model.live.status, (status) => status?.user?.extension ?? null)
  const reasons = useStore(
    model.live.settings,
    (settings) => (settings?.deskPolicy ?? defaultDeskPolicy).awayReasons,
  )
  const [typed, setTyped] = useState('')
  const [marked, setMarked] = useState('')
  const rows = colleagueRows(users, phones, away, own, typed)
  const chosen = rows.find(({ extension }) => extension === marked) ?? rows[0] ?? null
  const deeds = chosen ? deedsFor(model, chosen) : []
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || chosen === null || event.nativeEvent.isComposing) return
    const held = event.shiftKey ? 'Shift' : event.ctrlKey ? 'Ctrl' : null
    const deed = held === null ? deeds[0] : deeds.find((one) => keyOf[one][0] === held)
    event.preventDefault()
    if (deed) doFor(model, deed, chosen)
  }
  return (
    <Cmdk
      className="palette"
      label={t('colleagues.title')}
      shouldFilter={false}
      loop
      value={chosen?.extension ?? ''}
      onValueChange={setMarked}
      onKeyDown={onKeyDown}
    >
      <div className="palette-field">
        <Icon name="person" />
        <Cmdk.Input value={typed} onValueChange={setTyped} placeholder={t('colleagues.search')} />
      </div>
      <Cmdk.List className="palette-list scroll">
        {rows.length === 0 && <p className="palette-empty">{t('colleagues.none')}</p>}
        {rows.map((row) => (
          <Row
            key={row.extension}
            row={row}
            words={colleagueWords(t, row, reasons, language)}
            onSelect={() => {
              const [first] = deedsFor(model, row)
              if (first) doFor(model, first, row)
            }}
          />
        ))}
      </Cmdk.List>
      <p className="colleague-keys">
        {deeds.map((deed, at) => (
          <span key={deed}>
            <Kbd keys={at === 0 ? ['⏎'] : keyOf[deed]} /> {t(`colleagues.deed.${deed}`)}
          </span>
        ))}
      </p>
    </Cmdk>
  )
}

function Row({ row, words, onSelect }: { row: ColleagueRow; words: string; onSelect: () => void }) {
  return (
    <Cmdk.Item className="palette-item colleague" value={row.extension} onSelect={onSelect}>
      <span className={`colleague-dot ${lookOf(row)}`} aria-hidden="true" />
      <span className="colleague-name truncate">{row.user.name}</span>
      <span className="faint">{row.extension}</span>
      <span className="colleague-words soft truncate">{words}</span>
      {row.phone && <Elapsed since={row.phone.since} />}
    </Cmdk.Item>
  )
}
