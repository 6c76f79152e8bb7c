import type { CallRecord } from '#domain/call/call-record.ts'
import type { CallerKey } from '#domain/call/ledger-rows.ts'
import { callerKeyOf, mayBeMissed } from '#domain/call/missed-call.ts'
import type { Entity, EntityRow } from '#domain/entities.ts'
import type { ContactId, OrganisationId, TicketId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import { isOpen, type Ticket } from '#domain/ticket/ticket.ts'
import { fold, foldedWords } from '../files/fold.ts'
import type { CallFilter } from '../store/call-lists.ts'
import type { AskedNumber, NumberMatch, NumberOwner } from '../store/number-lookup.ts'
import type { Owned, Rows } from '../store/rows.ts'
import type { TicketFilter, TicketSlice } from '../store/ticket-lists.ts'
import { compareTickets } from '../store/ticket-order.ts'
import type { Overlay } from './overlay.ts'

/** The cache with the changes on their way laid over it: what a person of this console sees. */
export class OverlaidRows implements Rows {
  readonly #base: Rows
  readonly #overlay: Overlay

  constructor(base: Rows, overlay: Overlay) {
    this.#base = base
    this.#overlay = overlay
  }

  get<E extends Entity>(entity: E, id: string): EntityRow<E> | null {
    return this.#overlay.get(entity, id) ?? this.#base.get(entity, id)
  }

  all<E extends Entity>(entity: E): EntityRow<E>[] {
    return this.#merged(this.#base.all(entity), entity, () => true)
  }

  ofOrganisation<E extends Owned>(entity: E, organisationId: OrganisationId, limit: number): EntityRow<E>[] {
    const base = this.#base.ofOrganisation(entity, organisationId, limit)
    if (this.#overlay.empty) return base
    return this.#merged(base, entity, (row) => row.organisationId === organisationId).slice(0, limit)
  }

  countOfOrganisation(entity: Owned, organisationId: OrganisationId): number {
    let count = this.#base.countOfOrganisation(entity, organisationId)
    for (const row of this.#overlay.of(entity)) {
      if (row.organisationId === organisationId && this.#base.get(entity, row.id) === null) count += 1
    }
    return count
  }

  timeline(ticketId: TicketId): EntityRow<'timelineEntry'>[] {
    const rows = this.#merged(
      this.#base.timeline(ticketId),
      'timelineEntry',
      (row) => row.ticketId === ticketId,
    )
    return rows.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  }

  callsOfOrganisation(organisationId: OrganisationId, limit: number): EntityRow<'callRecord'>[] {
    const base = this.#base.callsOfOrganisation(organisationId, limit)
    if (this.#overlay.empty) return base
    return newestFirst(
      this.#merged(base, 'callRecord', (row) => row.organisationId === organisationId),
      limit,
    )
  }

  callsOfUser(userId: string, limit: number): EntityRow<'callRecord'>[] {
    const base = this.#base.callsOfUser(userId, limit)
    return newestFirst(
      this.#merged(base, 'callRecord', (row) => row.userId === userId),
      limit,
    )
  }

  lostCalls(): string[] {
    const base = this.#base.lostCalls()
    if (this.#overlay.empty) return base
    const ours = [...this.#overlay.of('callRecord')].filter(mayBeMissed).map(({ pbxCallId }) => pbxCallId)
    return [...new Set([...base, ...ours])]
  }

  callsOfPbx(pbxCallIds: readonly string[]): CallRecord[] {
    const wanted = new Set(pbxCallIds)
    return this.#merged(this.#base.callsOfPbx(pbxCallIds), 'callRecord', ({ pbxCallId }) =>
      wanted.has(pbxCallId),
    )
  }

  callsWith(
    callerKeys: readonly CallerKey[],
    contactIds: readonly ContactId[],
    since: Instant,
  ): CallRecord[] {
    const keys = new Set(callerKeys)
    const contacts = new Set<string | null>(contactIds)
    return this.#merged(
      this.#base.callsWith(callerKeys, contactIds, since),
      'callRecord',
      (record) =>
        keys.has(callerKeyOf(record)) || (record.contactId !== null && contacts.has(record.contactId)),
    )
  }

  lostBetween(from: Instant, to: Instant): string[] {
    const ours = [...this.#overlay.of('callRecord')]
      .filter((record) => mayBeMissed(record) && record.ringAt >= from && record.ringAt <= to)
      .map(({ pbxCallId }) => pbxCallId)
    return [...new Set([...this.#base.lostBetween(from, to), ...ours])]
  }

  closuresOf(callerKeys: readonly CallerKey[]): EntityRow<'ledgerClosure'>[] {
    const keys = new Set(callerKeys)
    return this.#merged(this.#base.closuresOf(callerKeys), 'ledgerClosure', ({ callerKey }) =>
      keys.has(callerKey),
    )
  }

  deafTimes(since: Instant): EntityRow<'deafTime'>[] {
    return this.#merged(this.#base.deafTimes(since), 'deafTime', ({ to }) => to >= since).sort(
      (a, b) => a.to - b.to,
    )
  }

  journal(filter: CallFilter, limit: number): CallRecord[] {
    const base = this.#base.journal(filter, limit)
    if (this.#overlay.empty) return base
    return newestFirst(
      this.#merged(base, 'callRecord', (record) => fitsJournal(record, filter)),
      limit,
    )
  }

  findNumber(asked: AskedNumber, areaCode: string | null): NumberMatch {
    const base = this.#base.findNumber(asked, areaCode)
    const added: NumberOwner[] = []
    for (const contact of this.#overlay.of('contact')) {
      const phone = contact.phones.find(({ number }) => number === asked.number)
      if (!phone || !contact.active) continue
      added.push({
        contactId: contact.id,
        organisationId: contact.organisationId,
        number: phone.number,
        ext: phone.ext,
        source: phone.source,
        lastSeenAt: phone.lastSeenAt,
        match: asked.ext !== null && phone.ext === asked.ext ? 'exactWithExt' : 'exact',
      })
    }
    if (added.length === 0) return base
    const exact = base.kind === 'owners' && base.owners[0]?.match.startsWith('exact') ? base.owners : []
    const kept = exact.filter((owner) => !added.some(({ contactId }) => contactId === owner.contactId))
    return { kind: 'owners', owners: [...kept, ...added], total: kept.length + added.length }
  }

  openTickets(organisationId: OrganisationId, limit: number): Ticket[] {
    if (this.#overlay.empty) return this.#base.openTickets(organisationId, limit)
    const touched = [...this.#overlay.of('ticket')]
    const base = this.#base.openTickets(organisationId, limit + touched.length)
    const fits = (ticket: Ticket) => ticket.organisationId === organisationId && isOpen(ticket.status)
    return this.#merged(base, 'ticket', fits).sort(compareTickets('due')).slice(0, limit)
  }

  openCount(organisationId: OrganisationId): number {
    let count = this.#base.openCount(organisationId)
    const counts = (ticket: Ticket | null) =>
      ticket !== null && ticket.organisationId === organisationId && isOpen(ticket.status) ? 1 : 0
    for (const ticket of this.#overlay.of('ticket')) {
      count += counts(ticket) - counts(this.#base.get('ticket', ticket.id))
    }
    return count
  }

  ticketsByNumber(number: string): Ticket[] {
    return this.#merged(
      this.#base.ticketsByNumber(number),
      'ticket',
      (ticket) => ticket.number === number || ticket.provisionalNumber === number,
    )
  }

  /** Rows of both in one order. The cache's slice begins as much earlier as the overlay may push it back. */
  ticketList(filter: TicketFilter, slice: TicketSlice): Ticket[] {
    const touched = [...this.#overlay.of('ticket')]
    if (touched.length === 0) return this.#base.ticketList(filter, slice)
    const compare = compareTickets(slice.sort)
    const ours = touched.filter((ticket) => this.#fits(filter, ticket)).sort(compare)
    const start = Math.max(0, slice.offset - ours.length)
    const base = this.#base.ticketList(filter, {
      ...slice,
      except: [...slice.except, ...touched.map(({ id }) => id)],
      offset: start,
      limit: slice.limit + (slice.offset - start),
    })
    const first = base[0]
    const before = start === 0 || !first ? 0 : ours.filter((ticket) => compare(ticket, first) < 0).length
    const merged = [...ours.slice(start === 0 ? 0 : before), ...base].sort(compare)
    const from = slice.offset - start - before
    return merged.slice(from, from + slice.limit)
  }

  ticketCount(filter: TicketFilter, except: readonly TicketId[]): number {
    const touched = [...this.#overlay.of('ticket')]
    const ours = touched.filter((ticket) => this.#fits(filter, ticket)).length
    return ours + this.#base.ticketCount(filter, [...except, ...touched.map(({ id }) => id)])
  }

  #fits(filter: TicketFilter, ticket: Ticket): boolean {
    const { view } = filter
    if (filter.openOnly && !isOpen(ticket.status)) return false
    if (view.kind === 'queue' && view.queueId !== null && ticket.queueId !== view.queueId) return false
    if (view.kind === 'assignee' && ticket.assigneeId !== view.userId) return false
    if (view.kind === 'organisation' && ticket.organisationId !== view.organisationId) return false
    const organisation = ticket.organisationId && this.get('organisation', ticket.organisationId)
    const text = fold(
      [ticket.number, ticket.provisionalNumber, ticket.subject, organisation ? organisation.name : ''].join(
        ' ',
      ),
    )
    return foldedWords(filter.text).every((word) => text.includes(word))
  }

  #merged<E extends Entity>(
    base: readonly EntityRow<E>[],
    entity: E,
    fits: (row: EntityRow<E>) => boolean,
  ): EntityRow<E>[] {
    if (this.#overlay.empty) return [...base]
    const kept = base.filter((row) => this.#overlay.get(entity, row.id) === null)
    return [...kept, ...[...this.#overlay.of(entity)].filter(fits)]
  }
}

function newestFirst(records: EntityRow<'callRecord'>[], limit: number): EntityRow<'callRecord'>[] {
  return records.sort((a, b) => b.ringAt - a.ringAt).slice(0, limit)
}

/** The same question the cache's SQL asks, of a record that is on its way. */
function fitsJournal(record: CallRecord, filter: CallFilter): boolean {
  const { only, userId, digits, name, contactIds, organisationIds } = filter
  if (only === 'missed' ? !mayBeMissed(record) : only !== 'all' && only !== record.direction) return false
  if (userId !== null && record.userId !== userId) return false
  if (digits === '' && name === '') return true
  return (
    (digits !== '' && (record.number?.includes(digits) === true || record.numberRaw.includes(digits))) ||
    (name !== '' && fold(record.callerName).includes(name)) ||
    (record.contactId !== null && contactIds.includes(record.contactId)) ||
    (record.organisationId !== null && organisationIds.includes(record.organisationId))
  )
}
