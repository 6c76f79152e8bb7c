import { useQuery } from '@tanstack/react-query'
import { Command as Cmdk } from 'cmdk'
import { type ReactNode, useDeferredValue, useEffect, useState } from 'react'
import type { SearchHit } from '#bridge/directory.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { BareDialog } from '#renderer/ui/dialog.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon, type IconName } from '#renderer/ui/icon.tsx'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { bestMatches } from '#renderer/ui/match-text.ts'
import { capsFor, commands } from '../../commands/registry.ts'
import { useConsole } from '../../model/console-model.ts'
import { dial } from '../../model/dial-actions.ts'
import { findQuery } from '../../model/queries.ts'
import './palette.css'

/** A number to dial, perhaps with an extension: at least three digits; `dial` reads it strictly and says what is wrong. */
const isNumber = (text: string) =>
  /^\+?[\d(][\d\s().,-]{1,30}((доб|вн|ext|x)\.?\s*\d{1,7})?$/iu.test(text) &&
  text.replace(/\D/g, '').length >= 3

/** Find a customer, a person, a ticket, or do anything the console can do. */
export function Palette() {
  const { sheet } = useConsole()
  const { t } = useText()
  const open = useStore(sheet) === 'palette'
  return (
    <BareDialog open={open} onClose={() => sheet.set(null)} label={t('command.palette')}>
      <Search />
    </BareDialog>
  )
}

function Search() {
  const model = useConsole()
  const { t } = useText()
  const begun = useStore(model.paletteText)
  const [text, setText] = useState(begun)
  useEffect(() => setText(begun), [begun])
  const asked = useDeferredValue(text.trim())
  const { data, isFetching } = useQuery(findQuery(model, asked, 12))
  const hits = asked ? (data?.hits ?? []) : []
  const listed = commands.filter(
    (command) => (command.listed === 'both' || command.listed === 'palette') && command.when(model),
  )
  const found = bestMatches(listed, text, (command) => t(command.text))
  const close = (then: () => void) => () => {
    model.sheet.set(null)
    then()
  }
  const of = <Kind extends SearchHit['kind']>(kind: Kind) =>
    hits.filter((hit): hit is Extract<SearchHit, { kind: Kind }> => hit.kind === kind)
  return (
    <Cmdk className="palette" label={t('command.palette')} shouldFilter={false} loop>
      <div className="palette-field">
        <Icon name="search" />
        <Cmdk.Input value={text} onValueChange={setText} placeholder={t('palette.placeholder')} />
      </div>
      <Cmdk.List className="palette-list scroll">
        {asked && isFetching && !data && <p className="palette-empty">{t('palette.searching')}</p>}
        {asked && !isFetching && hits.length === 0 && found.length === 0 && !isNumber(asked) && (
          <p className="palette-empty">{t('nothingFound')}</p>
        )}
        {isNumber(asked) && (
          <Item value="dial" icon="phone" onSelect={close(() => dial(model, asked))}>
            {t('palette.dial', { number: asked })}
          </Item>
        )}
        <Group name={t('palette.customers')} show={of('organisation').length > 0}>
          {of('organisation').map(({ organisation, contactCount }) => (
            <Item
              key={organisation.id}
              value={organisation.id}
              icon="building"
              detail={t('palette.contactsCount', { count: contactCount })}
              onSelect={close(() =>
                model.move({ type: 'showCustomer', organisationId: organisation.id, contactId: null }),
              )}
            >
              {organisation.name}
            </Item>
          ))}
        </Group>
        <Group name={t('palette.contacts')} show={of('contact').length > 0}>
          {of('contact').map(({ contact, organisationName }) => (
            <Item
              key={contact.id}
              value={contact.id}
              icon="person"
              detail={organisationName}
              onSelect={close(() =>
                model.move({
                  type: 'showCustomer',
                  organisationId: contact.organisationId,
                  contactId: contact.id,
                }),
              )}
            >
              {contact.name}
            </Item>
          ))}
        </Group>
        <Group name={t('palette.tickets')} show={of('ticket').length > 0}>
          {of('ticket').map(({ row }) => (
            <Item
              key={row.ticket.id}
              value={row.ticket.id}
              icon="ticket"
              detail={row.organisationName ?? undefined}
              onSelect={close(() => model.move({ type: 'openTicket', ticketId: row.ticket.id }))}
            >
              {`${row.ticket.number ?? row.ticket.provisionalNumber ?? t('list.noNumber')} ${row.ticket.subject}`}
            </Item>
          ))}
        </Group>
        <Group name={t('palette.commands')} show={found.length > 0}>
          {found.map((command) => (
            <Item
              key={command.id}
              value={command.id}
              icon="chevronRight"
              keys={capsFor(command.id)}
              onSelect={close(() => command.run(model, null))}
            >
              {t(command.text)}
            </Item>
          ))}
        </Group>
      </Cmdk.List>
    </Cmdk>
  )
}

function Group({ name, show, children }: { name: string; show: boolean; children: ReactNode }) {
  if (!show) return null
  return <Cmdk.Group heading={name}>{children}</Cmdk.Group>
}

function Item({
  value,
  icon,
  detail,
  keys,
  onSelect,
  children,
}: {
  value: string
  icon: IconName
  detail?: string
  keys?: readonly string[]
  onSelect: () => void
  children: ReactNode
}) {
  return (
    <Cmdk.Item className="palette-item" value={value} onSelect={onSelect}>
      <Icon name={icon} />
      <span className="truncate">{children}</span>
      {detail && <span className="palette-detail truncate">{detail}</span>}
      {keys && <Kbd keys={keys} />}
    </Cmdk.Item>
  )
}
