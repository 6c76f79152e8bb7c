import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { JournalRow } from '#bridge/calls.ts'
import { formatNumber } from '#domain/directory/format-number.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { IconButton } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { type Column, DataTable } from '#renderer/ui/table.tsx'
import { useNow } from '#renderer/ui/ticker.ts'
import { useConsole } from '../../model/console-model.ts'
import { dial } from '../../model/dial-actions.ts'
import { journalQuery } from '../../model/queries.ts'
import { rowHeightOf } from '../../model/row-height.ts'
import { pastText } from '../../words/time-words.ts'

/** Calls nobody answered, without an age limit: each is somebody who still waits. */
export function MissedList() {
  const model = useConsole()
  const { t, language } = useText()
  const now = useNow(60_000)
  const { data } = useQuery(journalQuery(model, 'missed'))
  const density = useStore(model.live.settings, (settings) => settings?.density ?? 'compact')
  const columns = useMemo<Column<JournalRow>[]>(
    () => [
      {
        id: 'when',
        title: t('list.col.when'),
        track: '130px',
        cell: ({ record }) => <time>{pastText(t, language, record.ringAt, now)}</time>,
      },
      {
        id: 'who',
        title: t('list.col.who'),
        track: 'minmax(160px, 1fr)',
        cell: (row) => (
          <span className="truncate">
            {row.contactName ?? (row.record.hidden ? t('calls.hiddenNumber') : t('calls.unknownCaller'))}
          </span>
        ),
      },
      {
        id: 'customer',
        title: t('list.col.customer'),
        track: 'minmax(160px, 1.4fr)',
        cell: (row) => <span className="truncate">{row.organisationName}</span>,
      },
      {
        id: 'phone',
        title: t('list.col.phone'),
        track: '150px',
        cell: ({ record }) => <span className="soft">{formatNumber(record.number ?? record.numberRaw)}</span>,
      },
      {
        id: 'why',
        title: t('list.col.why'),
        track: 'minmax(120px, 1fr)',
        cell: ({ record }) => <span className="truncate soft">{record.end && t(`end.${record.end}`)}</span>,
      },
      {
        id: 'call',
        title: '',
        track: '40px',
        end: true,
        cell: (row) => {
          const number = row.record.number ?? row.record.numberRaw
          if (!number || row.record.hidden) return null
          const who = row.organisationName ?? row.contactName ?? number
          return (
            <IconButton
              icon="phone"
              label={t('calls.callBack', { who })}
              onClick={(event) => {
                event.stopPropagation()
                dial(model, number)
              }}
            />
          )
        },
      },
    ],
    [t, language, now, model],
  )
  return (
    <DataTable
      label={t('list.tab.missed')}
      columns={columns}
      rows={data?.rows ?? []}
      rowId={(row) => row.record.id}
      onOpen={({ record }) => {
        const { organisationId, contactId } = record
        if (organisationId) model.move({ type: 'showCustomer', organisationId, contactId })
      }}
      rowHeight={rowHeightOf(density)}
      empty={data ? <EmptyState icon="check" title={t('list.empty.missed')} /> : null}
    />
  )
}
