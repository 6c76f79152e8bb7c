import { memo, type ReactElement } from 'react'
import type { TicketView } from '#bridge/tickets.ts'
import type { QueueId } from '#domain/ids.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { IconButton } from '#renderer/ui/button.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Menu } from '#renderer/ui/menu.tsx'
import { type TabEntry, Tabs } from '#renderer/ui/tabs.tsx'
import { type ListTab, useConsole } from '../../model/console-model.ts'
import { JournalList } from '../journal/journal-list.tsx'
import { LedgerList } from '../ledger/ledger-list.tsx'
import { CustomersList } from './customers-list.tsx'
import { TicketList, useTicketTotal } from './ticket-list.tsx'
import './list-panel.css'

const panelId = 'list-panel'

/** The queue the list shows: the one picked, else the first there is. */
export function useListQueue(): QueueId | null {
  const { live, listQueue } = useConsole()
  const picked = useStore(listQueue)
  const first = useStore(
    live.reference,
    ({ queues }) => [...queues].sort((a, b) => a.position - b.position)[0]?.id,
  )
  return picked === undefined ? (first ?? null) : picked
}

/** The lists below the card: a queue, my tickets, missed calls, customers. */
export const ListPanel = memo(function ListPanel() {
  const model = useConsole()
  const { t } = useText()
  const tab = useStore(model.listTab)
  const organisation = useStore(model.listOrganisation)
  const queues = useStore(model.live.reference, (reference) => reference.queues)
  const queueId = useListQueue()
  const queueName = queues.find((queue) => queue.id === queueId)?.name
  const queueTotal = useTicketTotal({ kind: 'queue', queueId })
  const mineTotal = useTicketTotal({ kind: 'mine' })
  const missed = useStore(model.ledger.view, (view) => view?.count)
  const tabs: TabEntry[] = [
    {
      id: 'queue',
      name: queueName ? t('list.tab.queue', { name: queueName }) : t('list.tab.unrouted'),
      count: queueTotal,
    },
    { id: 'mine', name: t('list.tab.mine'), count: mineTotal },
    { id: 'missed', name: t('list.tab.missed'), count: missed },
    { id: 'calls', name: t('journal.tab') },
    { id: 'customers', name: t('list.tab.customers') },
    ...(organisation ? [{ id: 'organisation', name: organisation.name }] : []),
  ]
  return (
    <section className="list-panel" aria-label={t('list.label')}>
      <div className="list-tabs">
        <QueuePicker />
        <Tabs
          label={t('list.label')}
          tabs={tabs}
          value={tab}
          panelId={panelId}
          onChange={(id) => model.listTab.set(id as ListTab)}
        />
      </div>
      <div className="list-body" id={panelId} role="tabpanel" aria-labelledby={`${panelId}-tab-${tab}`}>
        <ListOf tab={tab} queueId={queueId} />
      </div>
    </section>
  )
})

function ListOf({ tab, queueId }: { tab: ListTab; queueId: QueueId | null }): ReactElement {
  const { listOrganisation } = useConsole()
  const organisation = useStore(listOrganisation)
  if (tab === 'missed') return <LedgerList />
  if (tab === 'calls') return <JournalList />
  if (tab === 'customers' || (tab === 'organisation' && !organisation)) return <CustomersList />
  const view: TicketView =
    tab === 'mine'
      ? { kind: 'mine' }
      : tab === 'organisation' && organisation
        ? { kind: 'organisation', organisationId: organisation.id }
        : { kind: 'queue', queueId }
  return <TicketList key={JSON.stringify(view)} view={view} />
}

function QueuePicker() {
  const model = useConsole()
  const { t } = useText()
  const queues = useStore(model.live.reference, (reference) => reference.queues)
  const queueId = useListQueue()
  const pick = (id: QueueId | null) => {
    model.listQueue.set(id)
    model.listTab.set('queue')
  }
  return (
    <Menu
      trigger={<IconButton icon="list" label={t('list.pickQueue')} />}
      entries={[
        ...[...queues]
          .sort((a, b) => a.position - b.position)
          .map(({ id, name }) => ({ id, name, chosen: id === queueId, onChoose: () => pick(id) })),
        { kind: 'line' as const, id: 'line' },
        { id: 'none', name: t('list.tab.unrouted'), chosen: queueId === null, onChoose: () => pick(null) },
      ]}
    />
  )
}
