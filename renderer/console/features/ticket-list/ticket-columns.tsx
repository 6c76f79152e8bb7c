import type { TicketRow } from '#bridge/tickets.ts'
import type { Language } from '#renderer/texts/i18n.ts'
import type { Say } from '#renderer/texts/use-text.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import type { Column } from '#renderer/ui/table.tsx'
import { useNow } from '#renderer/ui/ticker.ts'
import { dueWords, pastText } from '../../words/time-words.ts'
import { PriorityMark } from './ticket-marks.tsx'

export type TicketSort = 'due' | 'created' | 'updated' | 'priority'

function NumberCell({ row }: { row: TicketRow }) {
  const { t } = useText()
  const { number, provisionalNumber } = row.ticket
  return (
    <>
      <span>{number ?? provisionalNumber ?? t('list.noNumber')}</span>
      {row.pending && (
        <span className="pending-mark" title={t('list.pending')}>
          <Icon name="pending" size={14} />
          <span className="sr-only">{t('list.pending')}</span>
        </span>
      )}
    </>
  )
}

function DueCell({ row }: { row: TicketRow }) {
  const { t, language } = useText()
  const due = dueWords(t, language, row.ticket.slaDue, useNow(60_000))
  return (
    <span className={`due meaning-${due.meaning}`} title={row.dueEstimated ? t('due.estimated') : undefined}>
      {row.dueEstimated && '~ '}
      {due.words}
    </span>
  )
}

function PastCell({ at }: { at: number }) {
  const { t, language } = useText()
  return <time className="soft">{pastText(t, language, at, useNow(60_000))}</time>
}

/** Columns of every ticket list; the customer's own list does not repeat the customer. */
export function ticketColumns(t: Say, _language: Language, withCustomer: boolean): Column<TicketRow>[] {
  const all: (Column<TicketRow> | null)[] = [
    {
      id: 'number',
      title: t('list.col.number'),
      track: '104px',
      sort: 'created',
      cell: (row) => <NumberCell row={row} />,
    },
    {
      id: 'priority',
      title: t('list.col.priority'),
      track: '96px',
      sort: 'priority',
      cell: (row) => (
        <>
          <PriorityMark priority={row.ticket.priority} />
          <span className="truncate soft">{t(`priority.${row.ticket.priority}`)}</span>
        </>
      ),
    },
    {
      id: 'subject',
      title: t('list.col.subject'),
      track: 'minmax(180px, 2.4fr)',
      cell: (row) => <span className="truncate">{row.ticket.subject}</span>,
    },
    withCustomer
      ? {
          id: 'customer',
          title: t('list.col.customer'),
          track: 'minmax(120px, 1.3fr)',
          cell: (row) => <span className="truncate">{row.organisationName}</span>,
        }
      : null,
    {
      id: 'site',
      title: t('list.col.site'),
      track: 'minmax(100px, 1.1fr)',
      cell: (row) => <span className="truncate soft">{row.siteName}</span>,
    },
    {
      id: 'status',
      title: t('list.col.status'),
      track: '104px',
      cell: (row) => <span className="truncate soft">{t(`status.${row.ticket.status}`)}</span>,
    },
    {
      id: 'due',
      title: t('list.col.due'),
      track: '168px',
      sort: 'due',
      cell: (row) => <DueCell row={row} />,
    },
    {
      id: 'assignee',
      title: t('list.col.assignee'),
      track: 'minmax(90px, 0.9fr)',
      cell: (row) => <span className="truncate soft">{row.assigneeName}</span>,
    },
    {
      id: 'updated',
      title: t('list.col.updated'),
      track: '108px',
      sort: 'updated',
      end: true,
      cell: (row) => <PastCell at={row.ticket.updatedAt} />,
    },
  ]
  return all.filter((column) => column !== null)
}
