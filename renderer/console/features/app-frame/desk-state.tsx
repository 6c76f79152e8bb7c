import type { CoreStatus } from '#bridge/session.ts'
import { type Say, useText } from '#renderer/texts/use-text.ts'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { useNow } from '#renderer/ui/ticker.ts'
import { assertNever } from '#shared/assert-never.ts'
import { capsFor, runCommand } from '../../commands/registry.ts'
import { useConsole } from '../../model/console-model.ts'
import { ageText } from '../../words/time-words.ts'
import { fillingWords } from './filling-banner.tsx'

function deskWords(t: Say, status: CoreStatus, now: number): { words: string; look: string } {
  if (status.filling) return { words: fillingWords(t, status.filling), look: 'waiting' }
  // While the link lives the rows agree with the desk at every moment.
  const age = ageText(t, status.desk.state === 'live' ? now : status.asOf, now)
  switch (status.desk.state) {
    case 'live':
      if (status.searchPercent !== null)
        return { words: t('filling.search', { percent: status.searchPercent }), look: 'ready' }
      return { words: t('desk.live', { age }), look: 'ready' }
    case 'connecting':
      return { words: t('desk.connecting'), look: 'waiting' }
    case 'none':
      return { words: t('desk.none'), look: 'deaf' }
    case 'away':
      return { words: t('desk.away', { age }), look: 'soon' }
    default:
      return assertNever(status.desk, 'desk state')
  }
}

/** The central desk, how old the data is, and what is still on its way there. */
export function DeskState() {
  const model = useConsole()
  const { t } = useText()
  const status = useStore(model.live.status)
  const now = useNow()
  if (!status) return null
  const { words, look } = deskWords(t, status, now)
  const caps = capsFor('window.tray')
  return (
    <>
      <span className={`bar-line ${look}`} role="status" aria-live="off">
        <span className="bar-dot" aria-hidden="true" />
        <span className="truncate">{words}</span>
      </span>
      <button
        type="button"
        className={status.pending > 0 ? 'bar-tray some' : 'bar-tray'}
        title={caps && `${t('tray.title')} (${caps.join('+')})`}
        onClick={() => runCommand(model, 'window.tray')}
      >
        <Icon name="pending" size={14} />
        {t('bar.outbox', { n: status.pending })}
      </button>
      {status.notAccepted > 0 && (
        <button type="button" className="bar-tray refused" onClick={() => runCommand(model, 'window.tray')}>
          <Icon name="warning" size={14} />
          {t('bar.notAccepted', { n: status.notAccepted })}
        </button>
      )}
    </>
  )
}
