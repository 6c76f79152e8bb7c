import type { LedgerRow } from '#bridge/ledger.ts'
import { waitOf } from '#domain/call/missed-ledger.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { useConsole } from '../../model/console-model.ts'
import { pastText, spanText } from '../../words/time-words.ts'

/** Amber after 30 minutes, red after an hour; the shape of the sign says it without the colour. */
export const meaningOf = { fresh: 'plain', amber: 'soon', red: 'breach' } as const

/** How long a caller waits since their first call. */
export function Wait({ row, now }: { row: LedgerRow; now: number }) {
  const { t } = useText()
  const wait = waitOf(row, now)
  return (
    <span className={`ledger-wait meaning-${meaningOf[wait]}`}>
      <Icon name={wait === 'red' ? 'warning' : wait === 'amber' ? 'clock' : 'missed'} size={14} />
      {spanText(t, now - row.firstAt)}
    </span>
  )
}

/** Who calls back, whether the desk has confirmed it, and how often we tried. */
export function Owner({ row, now }: { row: LedgerRow; now: number }) {
  const { live } = useConsole()
  const { t, language } = useText()
  const me = useStore(live.status, (status) => status?.user?.id ?? null)
  const { owner, attempts, lastAttemptAt } = row
  const tried =
    attempts > 0 && lastAttemptAt !== null
      ? t('ledger.attempts', { count: attempts, at: pastText(t, language, lastAttemptAt, now) })
      : null
  if (owner === null) {
    return <span className="truncate faint">{tried ?? t('ledger.owner.nobody')}</span>
  }
  const at = pastText(t, language, owner.at, now)
  const mine = owner.userId === me
  return (
    <span className="truncate">
      <span className={mine ? 'ledger-mine' : undefined}>
        {mine
          ? t('ledger.owner.me', { at })
          : t('ledger.owner.other', { name: owner.name ?? t('refusal.somebody'), at })}
      </span>
      {!owner.confirmed && (
        <span className="meaning-soon" title={t('ledger.unconfirmed')}>
          {' · '}
          {t('ledger.owner.unconfirmed')}
        </span>
      )}
      {tried && <span className="faint"> · {tried}</span>}
    </span>
  )
}
