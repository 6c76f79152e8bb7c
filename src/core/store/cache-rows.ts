import type { CallRecord } from '#domain/call/call-record.ts'
import type { DeafTime } from '#domain/call/deaf-time.ts'
import type { CallerKey, LedgerClosure } from '#domain/call/ledger-rows.ts'
import type { Entity, EntityRow, Shape } from '#domain/entities.ts'
import type { ContactId, OrganisationId, QueueId, TicketId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'
import type { CallFilter } from './call-lists.ts'
import type { AskedNumber, NumberMatch } from './number-lookup.ts'
import type { Opened } from './opened.ts'
import type { Rows } from './rows.ts'
import type { ShapeState } from './sync-state.ts'
import type { TicketFilter, TicketSlice } from './ticket-lists.ts'

/** What is read from the cache. Where it lies and how damage is met is the store's part. */
export abstract class CacheRows implements Rows {
  /** Every way to the files goes through here. */
  protected abstract ask<Answer>(question: (open: Opened) => Answer): Answer

  get<E extends Entity>(entity: E, id: string): EntityRow<E> | null {
    return this.ask(({ reader }) => reader.get(entity, id))
  }

  all<E extends Entity>(entity: E): EntityRow<E>[] {
    return this.ask(({ reader }) => reader.all(entity))
  }

  rowsAfter<E extends Entity>(entity: E, id: string, limit: number): EntityRow<E>[] {
    return this.ask(({ reader }) => reader.after(entity, id, limit))
  }

  ofOrganisation<E extends 'contact' | 'contract' | 'site' | 'equipment'>(
    entity: E,
    organisationId: OrganisationId,
    limit: number,
  ): EntityRow<E>[] {
    return this.ask(({ reader }) => reader.ofOrganisation(entity, organisationId, limit))
  }

  countOfOrganisation(
    entity: 'contact' | 'contract' | 'site' | 'equipment',
    organisationId: OrganisationId,
  ): number {
    return this.ask(({ reader }) => reader.countOfOrganisation(entity, organisationId))
  }

  timeline(ticketId: TicketId): EntityRow<'timelineEntry'>[] {
    return this.ask(({ reader }) => reader.timeline(ticketId))
  }

  callsOfOrganisation(organisationId: OrganisationId, limit: number): EntityRow<'callRecord'>[] {
    return this.ask(({ reader }) => reader.callsOfOrganisation(organisationId, limit))
  }

  callsOfUser(userId: string, limit: number): EntityRow<'callRecord'>[] {
    return this.ask(({ reader }) => reader.callsOfUser(userId, limit))
  }

  lostCalls(): string[] {
    return this.ask(({ calls }) => calls.lostCalls())
  }

  callsOfPbx(pbxCallIds: readonly string[]): CallRecord[] {
    return this.ask(({ calls }) => calls.ofPbx(pbxCallIds))
  }

  callsWith(
    callerKeys: readonly CallerKey[],
    contactIds: readonly ContactId[],
    since: Instant,
  ): CallRecord[] {
    return this.ask(({ calls }) => calls.with(callerKeys, contactIds, since))
  }

  lostBetween(from: Instant, to: Instant): string[] {
    return this.ask(({ calls }) => calls.lostBetween(from, to))
  }

  closuresOf(callerKeys: readonly CallerKey[]): LedgerClosure[] {
    return this.ask(({ calls }) => calls.closuresOf(callerKeys))
  }

  deafTimes(since: Instant): DeafTime[] {
    return this.ask(({ calls }) => calls.deafTimes(since))
  }

  journal(filter: CallFilter, limit: number): CallRecord[] {
    return this.ask(({ calls }) => calls.journal(filter, limit))
  }

  findNumber(asked: AskedNumber, areaCode: string | null): NumberMatch {
    return this.ask(({ numbers }) => numbers.find(asked, areaCode))
  }

  openTickets(organisationId: OrganisationId, limit: number): Ticket[] {
    return this.ask(({ lists }) => lists.openOfOrganisation(organisationId, limit))
  }

  openCount(organisationId: OrganisationId): number {
    return this.ask(({ lists }) => lists.openCount(organisationId))
  }

  ticketsByNumber(number: string): Ticket[] {
    return this.ask(({ lists }) => lists.byNumber(number))
  }

  ticketList(filter: TicketFilter, slice: TicketSlice): Ticket[] {
    return this.ask(({ lists }) => lists.list(filter, slice))
  }

  ticketCount(filter: TicketFilter, except: readonly TicketId[]): number {
    return this.ask(({ lists }) => lists.count(filter, except))
  }

  queueFigures(now: Instant): { queueId: QueueId | null; open: number; breached: number }[] {
    return this.ask(({ lists }) => lists.queueFigures(now))
  }

  nearestDue(queueId: QueueId): Ticket | null {
    return this.ask(({ lists }) => lists.nearestDue(queueId))
  }

  organisationsByText(text: string, limit: number): OrganisationId[] {
    return this.ask(({ texts }) => texts.organisations(text, limit))
  }

  contactsByText(text: string, limit: number): ContactId[] {
    return this.ask(({ texts }) => texts.contacts(text, limit))
  }

  ticketsByText(text: string, limit: number): TicketId[] {
    return this.ask(({ texts }) => texts.tickets(text, limit))
  }

  shapeState(shape: Shape): ShapeState {
    return this.ask(({ sync }) => sync.get(shape))
  }

  shapeStates(): ShapeState[] {
    return this.ask(({ sync }) => sync.all())
  }
}
