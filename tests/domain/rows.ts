import type { CallRecord } from '#domain/call/call-record.ts'
import type { Contact, ContactPhone } from '#domain/directory/contact.ts'
import type { Contract, CoverageLine } from '#domain/directory/contract.ts'
import type { Entity, EntityPut, EntityRow } from '#domain/entities.ts'
import type { RowLookup } from '#domain/intent/apply-intent.ts'
import type { WorkCalendar } from '#domain/sla/work-calendar.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'

/** Brands are for the compiler; tests name things with plain words. */
export const as = <Id>(text: string) => text as Id

export const aTicket = (fields: Partial<Ticket> = {}): Ticket => ({
  id: as('ticket-1'),
  v: 3,
  number: 'T-1',
  provisionalNumber: null,
  subject: 'Касса не печатает',
  description: 'Мигает красным',
  channel: 'phone',
  categoryId: null,
  priority: 'normal',
  status: 'new',
  queueId: null,
  assigneeId: null,
  organisationId: null,
  contactId: null,
  contractId: null,
  siteId: null,
  equipmentId: null,
  verdict: 'unknown',
  callId: null,
  createdAt: 1000,
  createdBy: null,
  updatedAt: 1000,
  responseDue: null,
  slaDue: null,
  closedAt: null,
  ...fields,
})

export const aPhone = (fields: Partial<ContactPhone> = {}): ContactPhone => ({
  number: '+74951112233',
  ext: null,
  raw: '8 495 111-22-33',
  kind: 'work',
  source: 'imported',
  lastSeenAt: null,
  ...fields,
})

export const aContact = (fields: Partial<Contact> = {}): Contact => ({
  id: as('contact-1'),
  v: 2,
  organisationId: as('org-1'),
  name: 'Анна Петрова',
  position: 'Управляющая',
  email: null,
  phones: [],
  authority: { mayRequest: false, mayApprovePaid: false, siteIds: null, until: null },
  active: true,
  ...fields,
})

export const aCallRecord = (fields: Partial<CallRecord> = {}): CallRecord => ({
  id: as('call-1'),
  v: 1,
  direction: 'in',
  userId: as('anna'),
  pbxCallId: 'pbx-1',
  sipCallId: 'sip-1',
  callQueue: null,
  dialledNumber: null,
  numberRaw: '84951112233',
  number: '+74951112233',
  callerName: '',
  hidden: false,
  contactId: null,
  organisationId: null,
  ticketIds: [],
  ringAt: 1000,
  answeredAt: null,
  endedAt: null,
  end: null,
  quality: null,
  wrapUpCode: null,
  recording: 'unknown',
  consent: 'none',
  ...fields,
})

export const aLine = (fields: Partial<CoverageLine> = {}): CoverageLine => ({
  title: 'Обслуживание',
  categoryIds: null,
  siteIds: null,
  equipmentKinds: null,
  verdict: 'included',
  calendarId: null,
  slaPolicyId: null,
  ...fields,
})

export const aContract = (fields: Partial<Contract> = {}): Contract => ({
  id: as('contract-1'),
  v: 1,
  organisationId: as('org-1'),
  number: '17/2026',
  title: 'Сервис',
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  status: 'active',
  slaPolicyId: as('sla-1'),
  lines: [aLine()],
  ...fields,
})

const weekdays = [1, 2, 3, 4, 5]
export const officeHours = (fields: Partial<WorkCalendar> = {}): WorkCalendar => ({
  id: as('5x8'),
  v: 1,
  name: '5×8',
  timeZone: 'Europe/Moscow',
  hours: weekdays.map((weekday) => ({ weekday, from: '09:00', to: '18:00' })),
  holidays: [],
  ...fields,
})

/** A handful of rows to look things up in, and to write into. */
export class Rows {
  readonly #rows = new Map<string, EntityPut['row']>()
  constructor(...puts: EntityPut[]) {
    this.write(puts)
  }
  write(puts: readonly EntityPut[]) {
    for (const { entity, row } of puts) this.#rows.set(`${entity} ${row.id}`, row)
  }
  readonly lookup: RowLookup = <E extends Entity>(entity: E, id: EntityRow<E>['id']) =>
    (this.#rows.get(`${entity} ${id}`) as EntityRow<E> | undefined) ?? null
}
