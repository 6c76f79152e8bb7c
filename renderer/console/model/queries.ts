import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { CallId, ContactId, OrganisationId, SiteId, TicketId } from '#domain/ids.ts'
import type { ConsoleModel } from './console-model.ts'

/** What the panels ask the core for, under one name each; `tickets.changed` and the streams make them ask again. */
export type JournalAsk = { only: 'all' | 'in' | 'out' | 'missed'; whose: 'mine' | 'all'; text: string }

export const journalQuery = ({ links }: ConsoleModel, ask: JournalAsk, limit = 100) =>
  queryOptions({
    queryKey: ['journal', ask, limit],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => links.core.calls.journal({ ...ask, limit }, { signal }),
  })

export const callDetailsQuery = ({ links }: ConsoleModel, callId: CallId) =>
  queryOptions({
    queryKey: ['journal', 'details', callId],
    queryFn: ({ signal }) => links.core.calls.details({ callId }, { signal }),
  })

export const cardQuery = (
  { links }: ConsoleModel,
  organisationId: OrganisationId,
  contactId: ContactId | null,
) =>
  queryOptions({
    queryKey: ['card', organisationId, contactId],
    queryFn: ({ signal }) => links.core.calls.card({ organisationId, contactId }, { signal }),
  })

export const ticketQuery = ({ links }: ConsoleModel, ticketId: TicketId) =>
  queryOptions({
    queryKey: ['ticket', ticketId],
    queryFn: ({ signal }) => links.core.tickets.get({ ticketId }, { signal }),
  })

export const sitesQuery = ({ links }: ConsoleModel, organisationId: OrganisationId | null) =>
  queryOptions({
    queryKey: ['sites', organisationId],
    enabled: organisationId !== null,
    queryFn: ({ signal }) =>
      links.core.directory.sites({ organisationId: organisationId!, text: '' }, { signal }),
  })

export const equipmentQuery = (
  { links }: ConsoleModel,
  organisationId: OrganisationId | null,
  siteId: SiteId | null,
) =>
  queryOptions({
    queryKey: ['equipment', organisationId, siteId],
    enabled: organisationId !== null,
    queryFn: ({ signal }) =>
      links.core.directory.equipment({ organisationId: organisationId!, siteId }, { signal }),
  })

export const findQuery = ({ links }: ConsoleModel, text: string, limit: number) =>
  queryOptions({
    queryKey: ['find', text, limit],
    enabled: text.length > 0,
    staleTime: 5_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => links.core.directory.find({ text, limit }, { signal }),
  })

export const outboxQuery = ({ links }: ConsoleModel) =>
  queryOptions({
    queryKey: ['outbox'],
    queryFn: ({ signal }) => links.core.outbox.list(undefined, { signal }),
  })
