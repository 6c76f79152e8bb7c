import type { JournalRow } from '#bridge/calls.ts'
import type { Candidate, CustomerCard, Pop } from '#bridge/pop.ts'
import type { TicketRow } from '#bridge/tickets.ts'
import type { Call } from '#domain/call/call.ts'
import type { Contact } from '#domain/directory/contact.ts'
import type { Contract } from '#domain/directory/contract.ts'
import type { Equipment } from '#domain/directory/equipment.ts'
import type { Organisation } from '#domain/directory/organisation.ts'
import type { Site } from '#domain/directory/site.ts'
import type { Queue, User } from '#domain/directory/staff.ts'
import type { Category } from '#domain/ticket/category.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'

/** A small service company in believable Russian, for the console's tests and its harness. Ids are plain words. */
const as = <Id>(text: string): Id => text as Id
export const minute = 60_000
export const hour = 60 * minute

export const queues = (['Кассы', 'Сеть и серверы', 'Видеонаблюдение', 'Холод и климат'] as const).map(
  (name, at): Queue => ({ id: as(`queue-${at}`), v: 1, name, teamId: as(`team-${at}`), position: at }),
)

const people = [
  ['user-me', 'orlova', 'Марина Орлова', 'dispatcher', '101', null],
  ['user-1', 'smirnov', 'Алексей Смирнов', 'dispatcher', '102', 'team-0'],
  ['user-2', 'kuznetsova', 'Ольга Кузнецова', 'dispatcher', '103', 'team-0'],
  ['user-3', 'morozov', 'Дмитрий Морозов', 'dispatcher', '104', 'team-1'],
  ['user-4', 'volkova', 'Светлана Волкова', 'supervisor', '110', 'team-1'],
] as const
export const users = people.map(
  ([id, login, name, role, extension, team]): User => ({
    id: as(id),
    v: 1,
    login,
    name,
    role,
    teamIds: team ? [as(team)] : [],
    extension,
    active: true,
  }),
)

export const categories = (
  [
    ['Касса не печатает чек', 'high'],
    ['Нет связи с ОФД', 'high'],
    ['Замена фискального накопителя', 'normal'],
    ['Не работает интернет', 'critical'],
    ['Камера не показывает', 'normal'],
    ['Консультация', 'low'],
  ] as const
).map(
  ([name, defaultPriority], at): Category => ({
    id: as(`category-${at}`),
    v: 1,
    name,
    parentId: null,
    defaultPriority,
    position: at,
  }),
)

export const romashka: Organisation = {
  id: as('org-romashka'),
  v: 3,
  name: 'ООО «Ромашка»',
  legalName: 'Общество с ограниченной ответственностью «Ромашка»',
  inn: '7701234567',
  industry: 'cashRegistersHoReCa',
  timeZone: 'Europe/Moscow',
  mainNumber: '+74951112233',
  note: 'Звонить управляющей после 10:00. Пропуск на склад заказывать за час.',
}
export const contract: Contract = {
  id: as('contract-1'),
  v: 1,
  organisationId: romashka.id,
  number: '12-Т',
  title: 'Обслуживание касс',
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  status: 'active',
  slaPolicyId: as('sla-1'),
  lines: [],
}
export const ivan: Contact = {
  id: as('contact-ivan'),
  v: 1,
  organisationId: romashka.id,
  name: 'Иван Петров',
  position: 'главный инженер',
  email: null,
  phones: [
    {
      number: '+74951112233',
      ext: null,
      raw: '84951112233',
      kind: 'work',
      source: 'confirmed',
      lastSeenAt: null,
    },
  ],
  authority: { mayRequest: true, mayApprovePaid: false, siteIds: null, until: null },
  active: true,
}

const siteNames = [
  ['Кафе на Тверской', 'Москва, Тверская ул., 12', 'Europe/Moscow'],
  ['Кафе «Урал»', 'Екатеринбург, ул. Малышева, 51', 'Asia/Yekaterinburg'],
  ['Ресторан на Арбате', 'Москва, Арбат, 4', 'Europe/Moscow'],
  ['Склад Подольск', 'Подольск, Складской пр., 7', 'Europe/Moscow'],
  ['Офис', 'Москва, Ленинский пр., 30', 'Europe/Moscow'],
] as const
export const sites = siteNames.map(
  ([name, address, timeZone], at): Site => ({
    id: as(`site-${at}`),
    v: 1,
    organisationId: romashka.id,
    name,
    address,
    kind: 'restaurant',
    timeZone,
  }),
)
const devices = [
  ['Касса', 'Атол 22v2Ф', '00106711', 0],
  ['Касса', 'Эвотор 7.3', '00307204881', 0],
  ['Маршрутизатор', 'MikroTik hAP ac³', 'HCV08A1', 1],
  ['Камера', 'Hikvision DS-2CD2043', null, 2],
  ['Принтер чеков', 'Штрих-М 100', '554120', 3],
] as const
export const equipment = devices.map(
  ([kind, name, serial, site], at): Equipment => ({
    id: as(`device-${at}`),
    v: 1,
    organisationId: romashka.id,
    siteId: sites[site]!.id,
    kind,
    name,
    serial,
  }),
)

const subjects = [
  'Касса не печатает чек после обновления',
  'Нет связи с ОФД на второй кассе',
  'Замена фискального накопителя',
  'Не открывается смена',
  'Пропадает интернет в зале',
  'Камера на складе показывает чёрный экран',
  'Холодильная витрина не держит температуру',
  'Принтер чеков зажевал ленту',
] as const
const otherCustomers = [
  'АО «Северный ветер»',
  'ООО «Вкусно рядом»',
  'ИП Соколова А. В.',
  'ООО «Логист-Плюс»',
  'ЗАО «Комета»',
] as const

/** Ticket number `at` of the company; the first four are Romashka's. */
export function ticketAt(at: number, now: number): TicketRow {
  const ours = at < 4
  const statuses = ['assigned', 'inProgress', 'new', 'waiting'] as const
  const priorities = ['high', 'normal', 'critical', 'low'] as const
  const dueIn = [-35 * minute, 40 * minute, 3 * hour, 19 * hour, 26 * hour, 50 * hour]
  const ticket: Ticket = {
    id: as(`ticket-${at}`),
    v: 2,
    number: String(1234 + at),
    provisionalNumber: at === 3 ? 'N7-0042' : null,
    subject: subjects[at % subjects.length]!,
    description:
      'Кассир сообщает, что после утреннего обновления чек не печатается, на экране ошибка 235. Перезвонить: 8 916 123-45-67.',
    channel: at % 3 === 0 ? 'phone' : at % 3 === 1 ? 'portal' : 'email',
    categoryId: categories[at % categories.length]!.id,
    priority: priorities[at % priorities.length]!,
    status: statuses[at % statuses.length]!,
    queueId: queues[ours ? 0 : at % 2]!.id,
    assigneeId: at % 3 === 2 ? null : users[1 + (at % 3)]!.id,
    organisationId: ours ? romashka.id : as(`org-${at % otherCustomers.length}`),
    contactId: ours ? ivan.id : null,
    contractId: ours ? contract.id : null,
    siteId: null,
    equipmentId: null,
    verdict: at % 5 === 3 ? 'paid' : 'included',
    callId: null,
    createdAt: now - 5 * hour,
    createdBy: users[0]!.id,
    updatedAt: now - at * 7 * minute,
    responseDue: null,
    slaDue: now + dueIn[at % dueIn.length]! + Math.floor(at / dueIn.length) * 2 * hour,
    closedAt: null,
  }
  return {
    ticket,
    organisationName: ours ? romashka.name : otherCustomers[at % otherCustomers.length]!,
    contactName: ours ? ivan.name : null,
    siteName: sites[at % sites.length]!.name,
    assigneeName: users.find((user) => user.id === ticket.assigneeId)?.name ?? null,
    pending: at === 3,
    dueEstimated: at === 3,
  }
}

export function cardOf(now: number, change: Partial<CustomerCard> = {}): CustomerCard {
  const open = [0, 1, 2, 3].map((at) => ticketAt(at, now).ticket)
  return {
    organisation: romashka,
    contact: ivan,
    match: 'exact',
    maybe: false,
    authority: { answer: 'may', reason: 'granted', whoMay: [] },
    contract,
    verdict: {
      verdict: 'included',
      reason: 'lineIncluded',
      contractId: contract.id,
      line: 'Кассовое оборудование',
      slaPolicyId: as('sla-1'),
    },
    sla: { policyName: 'Стандарт', responseMinutes: 60, resolutionMinutes: 480 },
    sites,
    siteCount: sites.length,
    equipment,
    equipmentCount: 12,
    openTickets: open,
    openCount: open.length,
    recentCalls: [
      {
        callId: as('old-1'),
        at: now - 2 * hour,
        direction: 'in',
        contactName: 'Иван Петров',
        answered: true,
      },
      {
        callId: as('old-2'),
        at: now - 26 * hour,
        direction: 'out',
        contactName: 'Елена Белова',
        answered: true,
      },
      { callId: as('old-3'), at: now - 50 * hour, direction: 'in', contactName: '', answered: false },
    ],
    ...change,
  }
}

export const candidates: readonly Candidate[] = (
  [
    ['contact-ivan', 'Иван Петров', 'главный инженер', romashka.id, romashka.name, 'openTickets', 4],
    ['contact-2', 'Елена Белова', 'управляющая', romashka.id, romashka.name, 'calledLast', 0],
    ['contact-3', 'Павел Зайцев', 'администратор', 'org-0', 'АО «Северный ветер»', 'verified', 0],
    ['contact-4', 'Нина Лебедева', 'бухгалтер', 'org-0', 'АО «Северный ветер»', 'authority', 0],
  ] as const
).map(([id, name, position, organisationId, organisationName, ranked, openTickets]) => ({
  contactId: as(id),
  name,
  position,
  organisationId: as(organisationId),
  organisationName,
  match: 'exact' as const,
  maybe: ranked === 'authority',
  openTickets,
  ranked,
}))

export function popOf(callId: string, who: Pop['who'], now: number, change: Partial<Pop> = {}): Pop {
  const hidden = who.kind === 'hidden'
  return {
    callId: as(callId),
    number: hidden ? null : '+74951112233',
    numberShown: hidden ? '' : '+7 495 111-22-33',
    callerName: '',
    callQueue: 'Поддержка',
    dialledNumber: null,
    asOf: now - 2000,
    who,
    ...change,
  }
}

const callBase = (id: string, now: number, number: string) => ({
  id: as<Call['id']>(id),
  pbxCallId: `pbx-${id}`,
  sipCallId: `sip-${id}`,
  callQueue: 'Поддержка',
  dialledNumber: null,
  divertedBy: null,
  direction: 'in' as const,
  peer: { number, name: '', source: 'assertedIdentity' as const, hidden: number === '' },
  startedAt: now,
})

export const ringingCall = (id: string, now: number, number = '+74951112233'): Call => ({
  state: 'ringing',
  ...callBase(id, now, number),
})
export const activeCall = (
  id: string,
  now: number,
  change: Partial<Extract<Call, { state: 'active' }>> = {},
): Call => ({
  state: 'active',
  ...callBase(id, now - 6000, '+74951112233'),
  answeredAt: now,
  holdLocal: 'off',
  holdRemote: false,
  muted: false,
  media: 'ok',
  attached: true,
  recording: 'unknown',
  dialog: null,
  ...change,
})

export function journalOf(now: number): JournalRow[] {
  const rows = [
    [8, true, 'АО «Северный ветер»', 'Павел Зайцев', 'abandoned'],
    [31, true, null, null, 'abandoned'],
    [95, true, 'ООО «Логист-Плюс»', 'Сергей Климов', 'noAnswer'],
    [22, false, 'ООО «Ромашка»', 'Иван Петров', 'endedByThem'],
    [47, false, 'ИП Соколова А. В.', 'Анна Соколова', 'endedByUs'],
    [66, false, 'ЗАО «Комета»', 'Игорь Титов', 'endedByThem'],
  ] as const
  return rows.map(([ago, missed, organisationName, contactName, end], at) => ({
    record: {
      id: as(`journal-${at}`),
      v: 1,
      direction: at === 4 ? 'out' : 'in',
      userId: users[0]!.id,
      pbxCallId: `p${at}`,
      sipCallId: `s${at}`,
      callQueue: null,
      dialledNumber: null,
      numberRaw: '89161234567',
      number: '+79161234567',
      callerName: '',
      hidden: false,
      contactId: contactName ? as(`c${at}`) : null,
      organisationId: organisationName ? romashka.id : null,
      ticketIds: [],
      ringAt: now - ago * minute,
      answeredAt: missed ? null : now - ago * minute + 5000,
      endedAt: now - ago * minute + 90_000,
      end,
      quality: null,
      wrapUpCode: null,
      recording: 'unknown',
      consent: 'none',
    },
    contactName,
    organisationName,
    userName: users[0]!.name,
    missed,
  }))
}

/** A photo somebody put on the ticket; the desk does not have it yet. */
export const attachedPhoto = {
  sha256: 'c0ffee'.padEnd(64, '0'),
  name: 'ошибка-235.jpg',
  type: 'image/jpeg',
  size: 1_468_006,
}
