import type { CallerKey } from '#domain/call/ledger-rows.ts'
import type { Entity, EntityRow } from '#domain/entities.ts'
import type { ContactId, OrganisationId, TicketId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'
import type { CallFilter } from './call-lists.ts'
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
  /** PBX ids of every call that may be open in the ledger: a few too many, never one too few. */
  lostCalls(): string[]
  callsOfPbx(pbxCallIds: readonly string[]): EntityRow<'callRecord'>[]
  /** Calls of these callers or contacts that rang or were answered since, in no order. */
  callsWith(
    callerKeys: readonly CallerKey[],
    contactIds: readonly ContactId[],
    since: Instant,
  ): EntityRow<'callRecord'>[]
  /** PBX ids of calls that rang in that time and may have been missed. */
  lostBetween(from: Instant, to: Instant): string[]
  closuresOf(callerKeys: readonly CallerKey[]): EntityRow<'ledgerClosure'>[]
  /** Those that ended since, oldest first. */
  deafTimes(since: Instant): EntityRow<'deafTime'>[]
  /** Newest first. */
  journal(filter: CallFilter, limit: number): EntityRow<'callRecord'>[]
  findNumber(asked: AskedNumber, areaCode: string | null): NumberMatch
  /** Nearest due first. */
  openTickets(organisationId: OrganisationId, limit: number): Ticket[]
  openCount(organisationId: OrganisationId): number
  ticketsByNumber(number: string): Ticket[]
  ticketList(filter: TicketFilter, slice: TicketSlice): Ticket[]
  ticketCount(filter: TicketFilter, except: readonly TicketId[]): number
}
