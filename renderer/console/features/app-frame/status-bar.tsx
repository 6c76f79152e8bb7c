import { memo } from 'react'
import { useText } from '#renderer/texts/use-text.ts'
import { IconButton } from '#renderer/ui/button.tsx'
import { ClockNow } from '#renderer/ui/elapsed.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { capsFor, runCommand } from '../../commands/registry.ts'
import { useConsole } from '../../model/console-model.ts'
import { isDark, toggleTheme } from '../../model/window-actions.ts'
import { localeFor } from '../../words/time-words.ts'
import { LedgerBadge } from '../ledger/ledger-badge.tsx'
import { DeskState } from './desk-state.tsx'
import { LineState } from './line-state.tsx'
import { OwnStateMenu } from './own-state-menu.tsx'
import { VoicemailLamp } from './voicemail-lamp.tsx'
import './status-bar.css'

/** Line, own state, search, desk, clock: what is true now, in one glance. */
export const StatusBar = memo(function StatusBar() {
  const model = useConsole()
  const { t, language } = useText()
  return (
    <header className="status-bar">
      {/* For those who move by headings: the card, the draft and the lists stand below it. */}
      <h1 className="sr-only">{t('app.name')}</h1>
      <LineState />
      <OwnStateMenu />
      <VoicemailLamp />
      <ViewSwitch />
      <button type="button" className="bar-find" onClick={() => runCommand(model, 'window.palette')}>
        <Icon name="search" />
        <span className="truncate">{t('bar.find')}</span>
        <Kbd keys={capsFor('window.palette') ?? []} />
      </button>
      <LedgerBadge />
      <DeskState />
      <ThemeButton />
      <IconButton icon="help" label={t('command.help')} onClick={() => runCommand(model, 'window.help')} />
      <IconButton
        icon="gear"
        label={t('bar.settings')}
        onClick={() => runCommand(model, 'window.settings')}
      />
      <span className="bar-clock">
        <ClockNow locale={localeFor(language)} />
      </span>
    </header>
  )
})

function ThemeButton() {
  const model = useConsole()
  const { t } = useText()
  const dark = useStore(model.live.settings, (settings) => isDark(settings?.theme ?? 'system'))
  return (
    <IconButton
      icon={dark ? 'sun' : 'moon'}
      label={dark ? t('bar.theme.toLight') : t('bar.theme.toDark')}
      onClick={() => void toggleTheme(model)}
    />
  )
}

/** Only those who watch over others have a board. */
function ViewSwitch() {
  const { live, view } = useConsole()
  const { t } = useText()
  const watches = useStore(
    live.status,
    (status) => status?.user?.role === 'supervisor' || status?.user?.role === 'admin',
  )
  const now = useStore(view)
  if (!watches) return null
  return (
    <fieldset className="bar-views" aria-label={t('bar.view.label')}>
      {(['console', 'board'] as const).map((each) => (
        <button
          key={each}
          type="button"
          className={each === now ? 'bar-view on' : 'bar-view'}
          aria-pressed={each === now}
          onClick={() => view.set(each)}
        >
          {t(`bar.view.${each}`)}
        </button>
      ))}
    </fieldset>
  )
}
