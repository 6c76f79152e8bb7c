import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo, useState } from 'react'
import type { SearchHit } from '#bridge/directory.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { type Column, DataTable } from '#renderer/ui/table.tsx'
import { useConsole } from '../../model/console-model.ts'
import { findQuery } from '../../model/queries.ts'
import { rowHeightOf } from '../../model/row-height.ts'
import { NumberButton } from '../dial/number-button.tsx'
import { ListTools } from './list-tools.tsx'

type CustomerHit = Extract<SearchHit, { kind: 'organisation' | 'contact' }>
const isCustomer = (hit: SearchHit): hit is CustomerHit => hit.kind !== 'ticket'
const idOf = (hit: CustomerHit) => (hit.kind === 'organisation' ? hit.organisation.id : hit.contact.id)

/** Customers and their people by name, INN or number. */
export function CustomersList() {
  const model = useConsole()
  const { t } = useText()
  const [text, setText] = useState('')
  const asked = useDeferredValue(text.trim())
  const { data } = useQuery(findQuery(model, asked, 50))
  const density = useStore(model.live.settings, (settings) => settings?.density ?? 'compact')
  const rows = useMemo(() => (asked ? (data?.hits ?? []).filter(isCustomer) : []), [asked, data])
  const columns = useMemo<Column<CustomerHit>[]>(
    () => [
      {
        id: 'who',
        title: t('list.col.who'),
        track: 'minmax(220px, 1.5fr)',
        cell: (hit) => (
          <>
            <Icon name={hit.kind === 'organisation' ? 'building' : 'person'} size={14} />
            <span className="truncate">
              {hit.kind === 'organisation' ? hit.organisation.name : hit.contact.name}
            </span>
          </>
        ),
      },
      {
        id: 'customer',
        title: t('list.col.customer'),
        track: 'minmax(200px, 1.3fr)',
        cell: (hit) => (
          <span className="truncate soft">
            {hit.kind === 'organisation' ? hit.organisation.legalName : hit.organisationName}
          </span>
        ),
      },
      {
        id: 'phone',
        title: t('list.col.phone'),
        track: '170px',
        cell: (hit) => {
          const number =
            hit.kind === 'organisation' ? hit.organisation.mainNumber : hit.contact.phones[0]?.number
          return number && <NumberButton number={number} />
        },
      },
      {
        id: 'contacts',
        title: t('list.col.contacts'),
        track: '120px',
        end: true,
        cell: (hit) => (
          <span className="soft">
            {hit.kind === 'organisation'
              ? t('palette.contactsCount', { count: hit.contactCount })
              : hit.contact.position}
          </span>
        ),
      },
    ],
    [t],
  )
  return (
    <>
      <ListTools text={text} onText={setText} placeholder={t('list.customers.placeholder')} />
      <DataTable
        label={t('list.tab.customers')}
        columns={columns}
        rows={rows}
        rowId={idOf}
        onOpen={(hit) =>
          model.move(
            hit.kind === 'organisation'
              ? { type: 'showCustomer', organisationId: hit.organisation.id, contactId: null }
              : {
                  type: 'showCustomer',
                  organisationId: hit.contact.organisationId,
                  contactId: hit.contact.id,
                },
          )
        }
        rowHeight={rowHeightOf(density)}
        empty={
          <EmptyState icon="search" title={asked && data ? t('nothingFound') : t('list.empty.customers')} />
        }
      />
    </>
  )
}
