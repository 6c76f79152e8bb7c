import { useEffect, useMemo, useState } from 'react'
import type { LedgerRow } from '#bridge/ledger.ts'
import { formatNumber } from '#domain/directory/format-number.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { type Column, DataTable } from '#renderer/ui/table.tsx'
import { useNow } from '#renderer/ui/ticker.ts'
import { useConsole } from '../../model/console-model.ts'
import { rowHeightOf } from '../../model/row-height.ts'
import { whoWords } from '../../words/ledger-words.ts'
import { pastText } from '../../words/time-words.ts'
import { useHeldRows } from '../ticket-list/use-held-rows.ts'
import { LedgerDeeds } from './ledger-deeds.tsx'
import { Owner, Wait } from './ledger-marks.tsx'
import './ledger.css'

const noRows: readonly LedgerRow[] = []
const idOf = ({ callerKey }: LedgerRow) => callerKey

/** The person, where the name before it is not already theirs. */
function personOf({ organisationName, contactName, callerName }: LedgerRow): string {
  if (organisationName) return contactName ?? callerName
  return contactName ? '' : callerName
}

/** Everybody of the company's callers who did not get through, the longest waiting first, without an age limit. */
export function LedgerList() {
  const model = useConsole()
  const { t, language } = useText()
  const now = useNow(10_000)
  const view = useStore(model.ledger.view)
  const density = useStore(model.live.settings, (settings) => settings?.density ?? 'compact')
  const [held, setHeld] = useState(false)
  // A row that is settled while the pointer is on the list keeps its place: the next press must not call somebody else.
  const { rows, waiting, gone, release } = useHeldRows(view?.rows ?? noRows, held, '', idOf)
  const { caret } = model.ledger
  useEffect(() => () => caret.set(null), [caret])
  const columns = useMemo<Column<LedgerRow>[]>(
    () => [
      {
        id: 'waits',
        title: t('ledger.col.waits'),
        track: '104px',
        cell: (row) => <Wait row={row} now={now} />,
      },
      {
        id: 'who',
        title: t('list.col.who'),
        track: 'minmax(140px, 1.2fr)',
        cell: (row) => <span className="truncate">{whoWords(t, row)}</span>,
      },
      {
        id: 'person',
        title: t('list.col.contact'),
        track: 'minmax(90px, 0.8fr)',
        cell: (row) => <span className="truncate soft">{personOf(row)}</span>,
      },
      {
        id: 'phone',
        title: t('list.col.phone'),
        track: '140px',
        cell: ({ number, numberRaw, hidden }) => (
          <span className="soft truncate">{hidden ? '' : formatNumber(number ?? numberRaw)}</span>
        ),
      },
      {
        id: 'calls',
        title: t('ledger.col.calls'),
        track: '116px',
        cell: (row) => (
          <span className="truncate soft">
            {t('ledger.calls', { count: row.calls })}
            {row.calls > 1 && `, ${pastText(t, language, row.lastAt, now)}`}
          </span>
        ),
      },
      {
        id: 'queue',
        title: t('ledger.col.queue'),
        track: '80px',
        cell: ({ callQueue }) => <span className="truncate soft">{callQueue}</span>,
      },
      {
        id: 'owner',
        title: t('ledger.col.owner'),
        track: 'minmax(220px, 1.6fr)',
        cell: (row) => <Owner row={row} now={now} />,
      },
      {
        id: 'deeds',
        title: t('ledger.callBack'),
        titleUnseen: true,
        track: '228px',
        end: true,
        cell: (row) => <LedgerDeeds row={row} />,
      },
    ],
    [t, language, now],
  )
  return (
    <>
      {waiting > 0 && (
        <div className="list-tools">
          <Button look="outline" icon="arrowUp" onClick={release}>
            {t('list.fresh', { n: waiting })}
          </Button>
        </div>
      )}
      <DataTable
        label={t('ledger.label')}
        columns={columns}
        rows={rows}
        rowId={idOf}
        total={Math.max(view?.count ?? 0, rows.length)}
        isGone={({ callerKey }) => gone.has(callerKey)}
        onHeld={setHeld}
        onOpen={({ organisationId, contactId }) => {
          if (organisationId) model.move({ type: 'showCustomer', organisationId, contactId })
        }}
        onCaret={(row) => caret.set(row?.callerKey ?? null)}
        rowHeight={rowHeightOf(density)}
        empty={
          view ? (
            <EmptyState icon="check" title={t('ledger.none')}>
              {t('ledger.none.hint')}
            </EmptyState>
          ) : null
        }
      />
    </>
  )
}
