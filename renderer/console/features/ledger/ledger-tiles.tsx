import { waitOf } from '#domain/call/missed-ledger.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { useStore } from '#renderer/ui/external-store.ts'
import { useNow } from '#renderer/ui/ticker.ts'
import { runCommand } from '../../commands/registry.ts'
import { useConsole } from '../../model/console-model.ts'
import { spanText, timeText } from '../../words/time-words.ts'
import { meaningOf } from './ledger-marks.tsx'
import './ledger.css'

/** The newest of them; the rest would push the people off the screen. */
const deafShown = 4

/** The supervisor's glance at missed callers: how many wait, how long, how many nobody has taken; and deaf lines. */
export function LedgerTiles() {
  const model = useConsole()
  const { t, language } = useText()
  const now = useNow(10_000)
  const view = useStore(model.ledger.view)
  const first = view?.rows[0]
  const free = view?.rows.filter(({ owner }) => owner === null).length ?? 0
  const deaf = view?.deaf ?? []
  return (
    <ul className="tiles">
      <li className={first ? 'tile waiting' : 'tile'}>
        <button type="button" className="tile-name truncate" onClick={() => runCommand(model, 'ledger.list')}>
          {t('ledger.tile')}
        </button>
        <p className="tile-figures">
          <span className={first ? `meaning-${meaningOf[waitOf(first, now)]}` : undefined}>
            <strong>{view?.count ?? '—'}</strong>
          </span>
        </p>
        <p className="tile-more">
          {first
            ? t('ledger.badge.oldest', { span: spanText(t, now - first.firstAt) })
            : t('ledger.tile.none')}
        </p>
        {free > 0 && <p className="tile-more">{t('ledger.tile.free', { count: free })}</p>}
      </li>
      {deaf.length > 0 && (
        <li className="tile">
          <p className="tile-name truncate">{t('ledger.deaf.lately')}</p>
          {deaf.slice(-deafShown).map(({ id, name, from, to, missed }) => (
            <p key={id} className="tile-more">
              {t('ledger.deaf.row', {
                name: name ?? t('refusal.somebody'),
                from: timeText(from, language),
                to: timeText(to, language),
                span: spanText(t, to - from),
              })}
              {missed > 0 && (
                <span className="meaning-breach"> · {t('ledger.deaf.missed', { count: missed })}</span>
              )}
            </p>
          ))}
        </li>
      )}
    </ul>
  )
}
