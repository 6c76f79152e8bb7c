import { useQuery } from '@tanstack/react-query'
import { memo } from 'react'
import type { JournalRow } from '#bridge/calls.ts'
import { formatNumber } from '#domain/directory/format-number.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { IconButton } from '#renderer/ui/button.tsx'
import { Icon, type IconName } from '#renderer/ui/icon.tsx'
import { useNow } from '#renderer/ui/ticker.ts'
import { useConsole } from '../../model/console-model.ts'
import { dial } from '../../model/dial-actions.ts'
import { journalQuery } from '../../model/queries.ts'
import { pastText } from '../../words/time-words.ts'

/** Rows that fit the column without a second scroll. */
const shownMissed = 4
const shownLast = 12
const minute = 60_000

export const Journal = memo(function Journal() {
  const model = useConsole()
  const { t } = useText()
  const missed = useQuery(journalQuery(model, 'missed'))
  const all = useQuery(journalQuery(model, 'all'))
  return (
    <div className="journal scroll">
      <Section
        title={t('calls.missed')}
        count={missed.data?.missedCount ?? 0}
        rows={missed.data?.rows.slice(0, shownMissed) ?? []}
        empty={t('calls.noneMissed')}
      />
      <Section
        title={t('calls.last')}
        rows={all.data?.rows.filter((row) => !row.missed).slice(0, shownLast) ?? []}
        empty={t('calls.noneLast')}
      />
    </div>
  )
})

function Section({
  title,
  count,
  rows,
  empty,
}: {
  title: string
  count?: number
  rows: readonly JournalRow[]
  empty: string
}) {
  return (
    <section className="journal-section">
      <h2 className="journal-title">
        {title}
        {count !== undefined && count > 0 && <span className="journal-count">{count}</span>}
      </h2>
      {rows.length === 0 ? (
        <p className="journal-empty">{empty}</p>
      ) : (
        <ul>
          {rows.map((row) => (
            <Row key={row.record.id} row={row} />
          ))}
        </ul>
      )}
    </section>
  )
}

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
        disabled={organisationId === null}
        onClick={() => organisationId && model.move({ type: 'showCustomer', organisationId, contactId })}
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
