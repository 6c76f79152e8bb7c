import { waitOf } from '#domain/call/missed-ledger.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { useNow } from '#renderer/ui/ticker.ts'
import { runCommand } from '../../commands/registry.ts'
import { useConsole } from '../../model/console-model.ts'
import { spanText } from '../../words/time-words.ts'
import { meaningOf } from './ledger-marks.tsx'
import './ledger.css'

/** How many callers of the whole company wait, coloured by who waits longest; nothing where nobody does. */
export function LedgerBadge() {
  const model = useConsole()
  const { t } = useText()
  const now = useNow(10_000)
  const count = useStore(model.ledger.view, (view) => view?.count ?? 0)
  const firstAt = useStore(model.ledger.view, (view) => view?.rows[0]?.firstAt ?? null)
  if (count === 0 || firstAt === null) return null
  const meaning = meaningOf[waitOf({ firstAt }, now)]
  return (
    <button
      type="button"
      className={`bar-ledger ${meaning}`}
      title={t('ledger.badge.oldest', { span: spanText(t, now - firstAt) })}
      onClick={() => runCommand(model, 'ledger.list')}
    >
      <Icon name="missed" />
      <span className="bar-ledger-words">{t('ledger.badge', { count })}</span>
    </button>
  )
}
