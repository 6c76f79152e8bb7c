import type { EntityPut } from '#domain/entities.ts'
import { entitySchemas } from '#domain/entities.ts'
import {
  calendarId,
  categoryId,
  contactId,
  contractId,
  organisationId,
  queueId,
  siteId,
  slaPolicyId,
  ticketId,
} from '#domain/ids.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'

/** A Wednesday, 10:00 in Moscow. */
export const wednesday = Date.parse('2026-11-18T07:00:00Z')

export const ids = {
  organisation: organisationId.parse('org-romashka'),
  contact: contactId.parse('contact-olga'),
  contract: contractId.parse('contract-1'),
  site: siteId.parse('site-arbat'),
  policy: slaPolicyId.parse('policy-8x5'),
  calendar: calendarId.parse('calendar-8x5'),
  category: categoryId.parse('category-printer'),
  parentCategory: categoryId.parse('category-hardware'),
  network: queueId.parse('queue-network'),
  printers: queueId.parse('queue-printers'),
}

/** One customer with a contract from nine to six on weekdays, two queues and a small tree of categories. */
export function smallCompany(): EntityPut[] {
  const put = <E extends EntityPut['entity']>(entity: E, row: unknown) =>
    ({ entity, row: entitySchemas[entity].parse(row) }) as EntityPut
  const target = { responseMinutes: 60, resolutionMinutes: 8 * 60 }
  return [
    put('workCalendar', {
      id: ids.calendar,
      v: 1,
      name: '8x5',
      timeZone: 'Europe/Moscow',
      hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '18:00' })),
      holidays: [],
    }),
    put('slaPolicy', {
      id: ids.policy,
      v: 1,
      name: 'standard',
      calendarId: ids.calendar,
      targets: {
        low: target,
        normal: target,
        high: { responseMinutes: 15, resolutionMinutes: 120 },
        critical: target,
      },
    }),
    put('category', {
      id: ids.parentCategory,
      v: 1,
      name: 'Оборудование',
      parentId: null,
      defaultPriority: 'normal',
      position: 1,
    }),
    put('category', {
      id: ids.category,
      v: 1,
      name: 'Принтеры',
      parentId: ids.parentCategory,
      defaultPriority: 'normal',
      position: 2,
    }),
    put('organisation', {
      id: ids.organisation,
      v: 1,
      name: 'ООО Ромашка',
      legalName: 'ООО «Ромашка»',
      inn: '7701234567',
      industry: 'retail',
      timeZone: 'Europe/Moscow',
      mainNumber: '+74951234567',
      note: '',
    }),
    put('site', {
      id: ids.site,
      v: 1,
      organisationId: ids.organisation,
      name: 'Магазин на Арбате',
      address: 'Арбат, 1',
      kind: 'shop',
      timeZone: 'Europe/Moscow',
    }),
    put('contact', {
      id: ids.contact,
      v: 1,
      organisationId: ids.organisation,
      name: 'Ольга Кукушкина',
      position: 'директор',
      email: 'olga@romashka.example',
      phones: [
        {
          number: '+79161112233',
          ext: null,
          raw: '8 916 111-22-33',
          kind: 'mobile',
          source: 'entered',
          lastSeenAt: null,
        },
      ],
      authority: { mayRequest: true, mayApprovePaid: false, siteIds: null, until: null },
      active: true,
    }),
    put('contract', {
      id: ids.contract,
      v: 1,
      organisationId: ids.organisation,
      number: 'Д-17',
      title: 'Обслуживание',
      validFrom: '2026-01-01',
      validTo: '2026-12-31',
      status: 'active',
      slaPolicyId: ids.policy,
      lines: [
        {
          title: 'Оборудование',
          categoryIds: [ids.parentCategory],
          siteIds: null,
          equipmentKinds: null,
          verdict: 'included',
          calendarId: null,
          slaPolicyId: null,
        },
      ],
    }),
    put('queue', { id: ids.network, v: 1, name: 'Сеть', teamId: null, position: 1 }),
    put('queue', { id: ids.printers, v: 1, name: 'Принтеры', teamId: null, position: 2 }),
  ]
}

export function ticketRow(id: string, fields: Partial<Ticket> = {}): Ticket {
  return {
    id: ticketId.parse(id),
    v: 0,
    number: null,
    provisionalNumber: null,
    subject: 'Не печатает чек',
    description: 'Касса у входа',
    channel: 'phone',
    categoryId: ids.category,
    priority: 'normal',
    status: 'new',
    queueId: ids.network,
    assigneeId: null,
    organisationId: ids.organisation,
    contactId: ids.contact,
    contractId: ids.contract,
    siteId: ids.site,
    equipmentId: null,
    verdict: 'included',
    callId: null,
    createdAt: wednesday,
    createdBy: null,
    updatedAt: wednesday,
    responseDue: null,
    slaDue: null,
    closedAt: null,
    ...fields,
  }
}
