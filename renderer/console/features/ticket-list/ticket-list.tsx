import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo, useState } from 'react'
import type { TicketRow, TicketView } from '#bridge/tickets.ts'
import { type PlainTextKey, useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { DataTable } from '#renderer/ui/table.tsx'
import { useConsole } from '../../model/console-model.ts'
import { rowHeightOf } from '../../model/row-height.ts'
import { ListTools } from './list-tools.tsx'
import { type TicketSort, ticketColumns } from './ticket-columns.tsx'
import { useHeldRows } from './use-held-rows.ts'

/** Rows asked for at once: two screens of a tall display. */
const pageRows = 120
const idOf = (row: TicketRow) => row.ticket.id
const noRows: readonly TicketRow[] = []

/** How many open tickets a view holds, for its tab; null until it is known. */
export function useTicketTotal(view: TicketView): number | null {
  const { links } = useConsole()
  const { data } = useQuery({
    queryKey: ['tickets', 'total', view],
    queryFn: ({ signal }) => links.core.tickets.list({ view, limit: 1 }, { signal }),
  })
  return data?.total ?? null
}

const emptyWords: { readonly [Kind in TicketView['kind']]: PlainTextKey } = {
  queue: 'list.empty.queue',
  mine: 'list.empty.mine',
  organisation: 'list.empty.organisation',
}

/** A virtual list of tickets that keeps still under the pointer and the caret. */
export function TicketList({ view }: { view: TicketView }) {
  const model = useConsole()
  const { t, language } = useText()
  const [text, setText] = useState('')
  const [openOnly, setOpenOnly] = useState(true)
  const [sort, setSort] = useState<TicketSort>('due')
  const [held, setHeld] = useState(false)
  const asked = useDeferredValue(text.trim().toLocaleLowerCase('ru'))
  const query = useInfiniteQuery({
    queryKey: ['tickets', view, asked, openOnly, sort],
    initialPageParam: 0,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      model.links.core.tickets.list(
        { view, text: asked, openOnly, sort, offset: pageParam, limit: pageRows },
        { signal },
      ),
    getNextPageParam: (last, pages) => {
      const loaded = pages.reduce((sum, page) => sum + page.rows.length, 0)
      return loaded < last.total && last.rows.length > 0 ? loaded : undefined
    },
  })
  const fresh = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? noRows, [query.data])
  const question = `${asked}|${openOnly}|${sort}`
  const { rows, waiting, gone, moved, release } = useHeldRows(fresh, held, question, idOf)
  const columns = useMemo(
    () => ticketColumns(t, language, view.kind !== 'organisation'),
    [t, language, view.kind],
  )
  const selectedId = useStore(model.stage, (stage) => stage.ticketId)
  const density = useStore(model.live.settings, (settings) => settings?.density ?? 'compact')
  const filtered = asked !== '' || !openOnly
  const empty = query.isError ? (
    <EmptyState icon="warning" title={t('list.failed')}>
      <Button onClick={() => void query.refetch()}>{t('retry')}</Button>
    </EmptyState>
  ) : query.isPending ? null : asked !== '' ? (
    <EmptyState icon="search" title={t('list.empty.filtered')}>
      <Button onClick={() => setText('')}>{t('list.clearFilter')}</Button>
    </EmptyState>
  ) : (
    <EmptyState icon="check" title={t(emptyWords[view.kind])} />
  )
  return (
    <>
      <ListTools
        text={text}
        onText={setText}
        placeholder={t('list.filter.placeholder')}
        openOnly={openOnly}
        onOpenOnly={setOpenOnly}
      >
        {(waiting > 0 || moved) && (
          <Button look="outline" icon="arrowUp" onClick={release}>
            {waiting > 0 ? t('list.fresh', { n: waiting }) : t('list.freshOrder')}
          </Button>
        )}
      </ListTools>
      <DataTable
        label={t('list.label')}
        columns={columns}
        rows={rows}
        rowId={idOf}
        total={filtered ? rows.length : Math.max(query.data?.pages[0]?.total ?? 0, rows.length)}
        onNearEnd={() => {
          if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
        }}
        sort={sort}
        onSort={(next) => setSort(next as TicketSort)}
        sortLabel={(column) => t('list.sortBy', { column })}
        onOpen={(row) => model.move({ type: 'openTicket', ticketId: row.ticket.id })}
        isGone={(row) => gone.has(row.ticket.id)}
        selectedId={selectedId}
        onHeld={setHeld}
        rowHeight={rowHeightOf(density)}
        empty={empty}
      />
    </>
  )
}
