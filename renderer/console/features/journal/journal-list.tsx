import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo, useState } from 'react'
import type { JournalRow } from '#bridge/calls.ts'
import { formatNumber } from '#domain/directory/format-number.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { type Column, DataTable } from '#renderer/ui/table.tsx'
import { useNow } from '#renderer/ui/ticker.ts'
import { useConsole } from '../../model/console-model.ts'
import { dial } from '../../model/dial-actions.ts'
import { type JournalAsk, journalQuery } from '../../model/queries.ts'
import { rowHeightOf } from '../../model/row-height.ts'
import { endWords, talkWords, whoWords } from '../../words/ledger-words.ts'
import { pastText } from '../../words/time-words.ts'
import { ListTools } from '../ticket-list/list-tools.tsx'
import './journal.css'

const kinds = ['all', 'in', 'out', 'missed'] as const
const noRows: readonly JournalRow[] = []
const idOf = ({ record }: JournalRow) => record.id
const shownMax = 500

/** Past calls, one row each however many phones it rang at; Enter shows everything kept of it. */
export function JournalList() {
  const model = useConsole()
  const { t, language } = useText()
  const now = useNow(60_000)
  const [only, setOnly] = useState<JournalAsk['only']>('all')
  const [whose, setWhose] = useState<JournalAsk['whose']>('mine')
  const [text, setText] = useState('')
  const asked = useDeferredValue(text.trim())
  const { data, isError, refetch } = useQuery(journalQuery(model, { only, whose, text: asked }, shownMax))
  const density = useStore(model.live.settings, (settings) => settings?.density ?? 'compact')
  const columns = useMemo<Column<JournalRow>[]>(
    () => [
      {
        id: 'when',
        title: t('list.col.when'),
        track: '124px',
        cell: ({ record }) => <time>{pastText(t, language, record.ringAt, now)}</time>,
      },
      { id: 'kind', title: t('journal.col.kind'), track: '44px', cell: (row) => <Kind row={row} /> },
      {
        id: 'who',
        title: t('list.col.who'),
        track: 'minmax(150px, 1.4fr)',
        cell: (row) => <span className="truncate">{whoWords(t, { ...row.record, ...row })}</span>,
      },
      {
        id: 'phone',
        title: t('list.col.phone'),
        track: '140px',
        cell: ({ record }) => (
          <span className="soft truncate">
            {record.hidden ? '' : formatNumber(record.number ?? record.numberRaw)}
          </span>
        ),
      },
      {
        id: 'lasted',
        title: t('journal.col.lasted'),
        track: '84px',
        cell: (row) => <span className="truncate">{talkWords(t, row)}</span>,
      },
      {
        id: 'end',
        title: t('list.col.why'),
        track: 'minmax(120px, 1fr)',
        cell: (row) => <span className="truncate soft">{endWords(t, row, now)}</span>,
      },
      {
        id: 'queue',
        title: t('ledger.col.queue'),
        track: '88px',
        cell: ({ record }) => <span className="truncate soft">{record.callQueue}</span>,
      },
      {
        id: 'with',
        title: t('journal.col.with'),
        track: 'minmax(100px, 0.8fr)',
        cell: ({ record, userName }) => (
          <span className="truncate soft">{record.userId === null ? t('journal.atPbx') : userName}</span>
        ),
      },
      {
        id: 'tickets',
        title: t('journal.col.tickets'),
        track: '84px',
        cell: ({ record }) => (
          <span className="truncate soft">
            {record.ticketIds.length > 0 && t('journal.tickets', { count: record.ticketIds.length })}
          </span>
        ),
      },
      {
        id: 'call',
        title: t('ledger.callBack'),
        titleUnseen: true,
        track: '40px',
        end: true,
        cell: (row) => <CallAgain row={row} />,
      },
    ],
    [t, language, now],
  )
  const empty = isError ? (
    <EmptyState icon="warning" title={t('list.failed')}>
      <Button onClick={() => void refetch()}>{t('retry')}</Button>
    </EmptyState>
  ) : data === undefined ? null : asked !== '' || only !== 'all' ? (
    <EmptyState icon="search" title={t('list.empty.filtered')}>
      <Button
        onClick={() => {
          setText('')
          setOnly('all')
        }}
      >
        {t('list.clearFilter')}
      </Button>
    </EmptyState>
  ) : (
    <EmptyState icon="phone" title={t('journal.none')} />
  )
  return (
    <>
      <ListTools text={text} onText={setText} placeholder={t('journal.search')}>
        <select
          className="journal-only"
          aria-label={t('journal.filter.label')}
          value={only}
          onChange={(event) => setOnly(event.target.value as JournalAsk['only'])}
        >
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(`journal.filter.${kind}`)}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="list-switch"
          aria-pressed={whose === 'all'}
          onClick={() => setWhose(whose === 'all' ? 'mine' : 'all')}
        >
          <span className="switch-box">{whose === 'all' && <Icon name="check" size={12} />}</span>
          {t('journal.everyone')}
        </button>
      </ListTools>
      <DataTable
        label={t('journal.tab')}
        columns={columns}
        rows={data?.rows ?? noRows}
        rowId={idOf}
        onOpen={({ record }) => model.ledger.details.set(record.id)}
        rowHeight={rowHeightOf(density)}
        empty={empty}
      />
    </>
  )
}

function Kind({ row }: { row: JournalRow }) {
  const { t } = useText()
  const { missed, record } = row
  const icon = missed ? 'missed' : record.direction === 'in' ? 'arrowIn' : 'arrowOut'
  const word = missed ? t('calls.wasMissed') : record.direction === 'in' ? t('calls.in') : t('calls.out')
  return (
    <span className={missed ? 'meaning-breach journal-kind' : 'journal-kind'} title={word}>
      <Icon name={icon} size={14} />
      <span className="sr-only">{word}</span>
    </span>
  )
}

function CallAgain({ row }: { row: JournalRow }) {
  const model = useConsole()
  const { t } = useText()
  const number = row.record.number ?? row.record.numberRaw
  if (!number || row.record.hidden) return null
  return (
    <IconButton
      icon="phone"
      label={t('calls.callBack', { who: whoWords(t, { ...row.record, ...row }) })}
      onClick={(event) => {
        event.stopPropagation()
        dial(model, number)
      }}
    />
  )
}
