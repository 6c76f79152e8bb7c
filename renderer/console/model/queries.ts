import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { ContactId, OrganisationId, SiteId, TicketId } from '#domain/ids.ts'
import type { ConsoleModel } from './console-model.ts'

/** What the panels ask the core for, under one name each; `tickets.changed` and the streams make them ask again. */
export const journalQuery = ({ links }: ConsoleModel, only: 'all' | 'missed') =>
  queryOptions({
    queryKey: ['journal', only],
    queryFn: ({ signal }) => links.core.calls.journal({ only, limit: 100 }, { signal }),
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
