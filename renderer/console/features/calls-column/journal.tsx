import { useQuery } from '@tanstack/react-query'
import { memo, type ReactElement } from 'react'
import type { JournalRow } from '#bridge/calls.ts'
import type { LedgerRow } from '#bridge/ledger.ts'
import { waitOf } from '#domain/call/missed-ledger.ts'
import { formatNumber } from '#domain/directory/format-number.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { IconButton } from '#renderer/ui/button.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon, type IconName } from '#renderer/ui/icon.tsx'
import { useNow } from '#renderer/ui/ticker.ts'
import { useConsole } from '../../model/console-model.ts'
import { dial } from '../../model/dial-actions.ts'
import { callBack, showCalls } from '../../model/ledger-actions.ts'
import { journalQuery } from '../../model/queries.ts'
import { whoWords } from '../../words/ledger-words.ts'
import { pastText, spanText } from '../../words/time-words.ts'
import { meaningOf } from '../ledger/ledger-marks.tsx'
import '../ledger/ledger.css'

/** Rows that fit the column without a second scroll. */
const shownMissed = 4
const shownLast = 12
const minute = 60_000

export const Journal = memo(function Journal() {
  const model = useConsole()
  const { t } = useText()
  const ledger = useStore(model.ledger.view)
  const all = useQuery(journalQuery(model, { only: 'all', whose: 'mine', text: '' }, shownLast * 2))
  return (
    <div className="journal scroll">
      <Section title={t('calls.missed')} count={ledger?.count ?? 0} empty={t('calls.noneMissed')}>
        {ledger?.rows.slice(0, shownMissed).map((row) => (
          <WaitingRow key={row.callerKey} row={row} />
        ))}
      </Section>
      <Section title={t('calls.last')} empty={t('calls.noneLast')}>
        {all.data?.rows
          .filter((row) => !row.missed)
          .slice(0, shownLast)
          .map((row) => (
            <Row key={row.record.id} row={row} />
          ))}
      </Section>
    </div>
  )
})

function Section({
  title,
  count,
  empty,
  children,
}: {
  title: string
  count?: number
  empty: string
  children: readonly ReactElement[] | undefined
}) {
  return (
    <section className="journal-section">
      <h2 className="journal-title">
        {title}
        {count !== undefined && count > 0 && <span className="journal-count">{count}</span>}
      </h2>
      {children === undefined || children.length === 0 ? (
        <p className="journal-empty">{empty}</p>
      ) : (
        <ul>{children}</ul>
      )}
    </section>
  )
}

/** A missed caller of the whole company: how long they wait, who calls back. */
const WaitingRow = memo(function WaitingRow({ row }: { row: LedgerRow }) {
  const model = useConsole()
  const { t } = useText()
  const now = useNow(minute)
  const me = useStore(model.live.status, (status) => status?.user?.id ?? null)
  const who = whoWords(t, row)
  const { owner, organisationId, contactId } = row
  const mine = owner !== null && owner.userId === me
  const by = owner === null ? null : mine ? t('ledger.owner.mine') : owner.name
  const detail = by ?? (row.organisationName ? (row.contactName ?? formatNumber(row.number ?? '')) : '')
  return (
    <li className="journal-row missed">
      <button
        type="button"
        className="journal-open"
        onClick={() => {
          if (organisationId) model.move({ type: 'showCustomer', organisationId, contactId })
          else showCalls(model, 'missed')
        }}
      >
        <Icon name="missed" size={14} />
        <span className="sr-only">{t('calls.wasMissed')}</span>
        <span className="journal-who">
          <span className="truncate">{who}</span>
          {detail && <span className="journal-detail truncate">{detail}</span>}
        </span>
        <span className={`journal-time meaning-${meaningOf[waitOf(row, now)]}`}>
          {spanText(t, now - row.firstAt)}
        </span>
      </button>
      {row.number !== null && (owner === null || mine) && (
        <IconButton
          icon="phone"
          label={t('ledger.callBackTo', { who })}
          onClick={() => void callBack(model, row)}
        />
      )}
    </li>
  )
})

/** Sign, words for it and the names of one past call. */
export function journalWords(
  row: JournalRow,
  words: { hidden: string; unknown: string },
): { sign: IconName; who: string; detail: string } {
  const { record } = row
  const number = record.number ?? record.numberRaw
  const who =
    row.organisationName ??
    row.contactName ??
    (record.hidden ? words.hidden : formatNumber(number) || words.unknown)
  const sign = row.missed ? 'missed' : record.direction === 'in' ? 'arrowIn' : 'arrowOut'
  return { sign, who, detail: row.organisationName ? (row.contactName ?? formatNumber(number)) : '' }
}

const Row = memo(function Row({ row }: { row: JournalRow }) {
  const model = useConsole()
  const { t, language } = useText()
  const now = useNow(minute)
  const { record } = row
  const { sign, who, detail } = journalWords(row, {
    hidden: t('calls.hiddenNumber'),
    unknown: t('calls.unknownCaller'),
  })
  const number = record.number ?? record.numberRaw
  const kind = row.missed ? t('calls.wasMissed') : record.direction === 'in' ? t('calls.in') : t('calls.out')
  const { organisationId, contactId } = record
  return (
    <li className={row.missed ? 'journal-row missed' : 'journal-row'}>
      <button
        type="button"
        className="journal-open"
        onClick={() => {
          if (organisationId) model.move({ type: 'showCustomer', organisationId, contactId })
          else model.ledger.details.set(record.id)
        }}
      >
        <Icon name={sign} size={14} />
        <span className="sr-only">{kind}</span>
        <span className="journal-who">
          <span className="truncate">{who}</span>
          {detail && <span className="journal-detail truncate">{detail}</span>}
        </span>
        <time className="journal-time">{pastText(t, language, record.ringAt, now)}</time>
      </button>
      {number && !record.hidden && (
        <IconButton icon="phone" label={t('calls.callBack', { who })} onClick={() => dial(model, number)} />
      )}
    </li>
  )
})
