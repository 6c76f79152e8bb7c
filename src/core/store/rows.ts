import type { Entity, EntityRow } from '#domain/entities.ts'
import type { OrganisationId, TicketId } from '#domain/ids.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'
import type { AskedNumber, NumberMatch } from './number-lookup.ts'
import type { TicketFilter, TicketSlice } from './ticket-lists.ts'

export type Owned = 'contact' | 'contract' | 'site' | 'equipment'

/** What is asked of rows, whether of the cache alone or with the changes on their way laid over it. */
export interface Rows {
  get<E extends Entity>(entity: E, id: string): EntityRow<E> | null
  all<E extends Entity>(entity: E): EntityRow<E>[]
  ofOrganisation<E extends Owned>(entity: E, organisationId: OrganisationId, limit: number): EntityRow<E>[]
  countOfOrganisation(entity: Owned, organisationId: OrganisationId): number
  timeline(ticketId: TicketId): EntityRow<'timelineEntry'>[]
  /** Newest first. */
  callsOfOrganisation(organisationId: OrganisationId, limit: number): EntityRow<'callRecord'>[]
  callsOfUser(userId: string, limit: number): EntityRow<'callRecord'>[]
  findNumber(asked: AskedNumber, areaCode: string | null): NumberMatch
  /** Nearest due first. */
  openTickets(organisationId: OrganisationId, limit: number): Ticket[]
  openCount(organisationId: OrganisationId): number
  ticketsByNumber(number: string): Ticket[]
  ticketList(filter: TicketFilter, slice: TicketSlice): Ticket[]
  ticketCount(filter: TicketFilter, except: readonly TicketId[]): number
}
