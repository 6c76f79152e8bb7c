import { type EntityPut, entitySchemas } from '#domain/entities.ts'

/** Monday to Sunday, the whole day: what is judged in a test depends on no hour and no weekday. */
const always = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '24:00' }))
const target = { responseMinutes: 60, resolutionMinutes: 480 }
/** Past any test's clock. */
const validTo = '2099-12-31'

/** The customer in contract: one number, the four ways a trunk writes it, one ticket open already. */
export const romashka = {
  organisation: 'ООО Ромашка',
  contact: 'Ольга Кукушкина',
  number: '+74955556677',
  written: ['+74955556677', '84955556677', '8 (495) 555-66-77', '74955556677'],
  contract: 'Д-17',
  openTicket: { number: '1041', subject: 'Не печатает чек' },
} as const

/** A customer without a contract, whose only known person may not ask for help. */
export const vector = {
  organisation: 'АО Вектор',
  contact: 'Пётр Синицын',
  number: '+79161234567',
} as const

/** Where the only routing rule sends every ticket. */
export const firstQueue = 'Выезды'

/** Two customers, two queues, one rule. */
export function testCompany(): EntityPut[] {
  const put = (entity: EntityPut['entity'], row: object) =>
    ({ entity, row: entitySchemas[entity].parse({ v: 1, ...row }) }) as EntityPut
  return [
    put('workCalendar', {
      id: 'calendar',
      name: '24×7',
      timeZone: 'Europe/Moscow',
      hours: always,
      holidays: [],
    }),
    put('slaPolicy', {
      id: 'policy',
      name: 'standard',
      calendarId: 'calendar',
      targets: { low: target, normal: target, high: target, critical: target },
    }),
    put('category', {
      id: 'category',
      name: 'Кассы',
      parentId: null,
      defaultPriority: 'normal',
      position: 1,
    }),
    put('queue', { id: 'visits', name: firstQueue, teamId: null, position: 1 }),
    put('queue', { id: 'remote', name: 'Удалённая помощь', teamId: null, position: 2 }),
    put('routingRule', {
      id: 'rule',
      position: 1,
      name: 'всё на выезды',
      when: { categoryId: null, industry: null, siteId: null, equipmentKind: null, priority: null },
      to: { queueId: 'visits', assigneeId: null },
    }),
    ...customer('romashka', romashka, true),
    put('contract', {
      id: 'contract',
      organisationId: 'romashka',
      number: romashka.contract,
      title: 'Обслуживание касс',
      validFrom: '2020-01-01',
      validTo,
      status: 'active',
      slaPolicyId: 'policy',
      lines: [
        {
          title: 'Всё',
          categoryIds: null,
          siteIds: null,
          equipmentKinds: null,
          verdict: 'included',
          calendarId: null,
          slaPolicyId: null,
        },
      ],
    }),
    put('ticket', {
      id: 'open-ticket',
      ...romashka.openTicket,
      provisionalNumber: null,
      description: '',
      channel: 'email',
      categoryId: 'category',
      priority: 'normal',
      status: 'new',
      queueId: 'visits',
      assigneeId: null,
      organisationId: 'romashka',
      contactId: 'romashka-contact',
      contractId: 'contract',
      siteId: 'romashka-site',
      equipmentId: null,
      verdict: 'included',
      callId: null,
      createdAt: 0,
      createdBy: null,
      updatedAt: 0,
      responseDue: null,
      slaDue: null,
      closedAt: null,
    }),
    ...customer('vector', vector, false),
  ]

  function customer(
    id: string,
    { organisation, contact, number }: { organisation: string; contact: string; number: string },
    mayRequest: boolean,
  ): EntityPut[] {
    return [
      put('organisation', {
        id,
        name: organisation,
        legalName: organisation,
        inn: null,
        industry: 'retail',
        timeZone: 'Europe/Moscow',
        mainNumber: null,
        note: '',
      }),
      put('site', {
        id: `${id}-site`,
        organisationId: id,
        name: 'Магазин',
        address: 'Арбат, 1',
        kind: 'shop',
        timeZone: 'Europe/Moscow',
      }),
      put('contact', {
        id: `${id}-contact`,
        organisationId: id,
        name: contact,
        position: 'директор',
        email: null,
        phones: [{ number, ext: null, raw: number, kind: 'work', source: 'entered', lastSeenAt: null }],
        authority: { mayRequest, mayApprovePaid: false, siteIds: null, until: null },
        active: true,
      }),
    ]
  }
}
