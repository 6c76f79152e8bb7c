import type { Queue, Role, Team, User } from '#domain/directory/staff.ts'
import type { CalendarId, CategoryId, QueueId } from '#domain/ids.ts'
import type { RoutingRule } from '#domain/routing/routing-rule.ts'
import type { SlaPolicy } from '#domain/sla/sla-policy.ts'
import type { WorkCalendar } from '#domain/sla/work-calendar.ts'
import type { Category } from '#domain/ticket/category.ts'
import { timeZones } from './cities.ts'
import { demoId } from './demo-id.ts'
import { russianHolidays } from './holidays.ts'
import { type TradeName, tradeNames, trades } from './trades.ts'

/** The small lists every console holds whole; the same in a company of any size. */
export type Reference = ReturnType<typeof reference>

/** Ids of reference rows: a range of a thousand for each list. */
const idIn = <Id extends string>(list: number, nth: number): Id => demoId<Id>('reference', list * 1000 + nth)

export const calendarIdOf = (nth: number) => idIn<CalendarId>(1, nth)
export const categoryIdOf = (trade: TradeName, nth: number | null) =>
  idIn<CategoryId>(3, tradeNames.indexOf(trade) * 20 + (nth === null ? 0 : nth + 1))
export const firstLineId = idIn<QueueId>(4, 0)
export const queueIdOf = (trade: TradeName) => idIn<QueueId>(4, 1 + tradeNames.indexOf(trade))

const weekdays = [1, 2, 3, 4, 5]
const everyDay = [1, 2, 3, 4, 5, 6, 7]
const target = (responseMinutes: number, resolutionMinutes: number) => ({
  responseMinutes,
  resolutionMinutes,
})

export function reference() {
  const calendars: WorkCalendar[] = [
    {
      id: calendarIdOf(0),
      v: 1,
      name: 'Круглосуточно',
      timeZone: 'Europe/Moscow',
      hours: everyDay.map((weekday) => ({ weekday, from: '00:00', to: '24:00' })),
      holidays: [],
    },
    ...timeZones.map((timeZone, nth) => ({
      id: calendarIdOf(nth + 1),
      v: 1,
      name: `5×8 ${timeZone}`,
      timeZone,
      hours: weekdays.map((weekday) => ({ weekday, from: '09:00', to: '18:00' })),
      holidays: [...russianHolidays],
    })),
  ]
  const roundTheClock = calendars[0] as WorkCalendar
  const slaPolicies: SlaPolicy[] = calendars.map((calendar, nth) => ({
    id: idIn(2, nth),
    v: 1,
    name: calendar === roundTheClock ? 'Премиум 24×7' : `Стандарт ${calendar.name}`,
    calendarId: calendar.id,
    targets:
      calendar === roundTheClock
        ? {
            low: target(240, 2880),
            normal: target(60, 1440),
            high: target(30, 480),
            critical: target(15, 240),
          }
        : {
            low: target(480, 4320),
            normal: target(240, 1620),
            high: target(120, 1080),
            critical: target(60, 540),
          },
  }))
  const teams: Team[] = [
    'Первая линия',
    'Выездные инженеры',
    'Инженеры удалённой поддержки',
    'Консультанты 1С',
  ].map((name, nth) => ({ id: idIn(5, nth), v: 1, name }))
  const [firstLine, field, remote, consultants] = teams.map(({ id }) => id)
  const teamOf: Readonly<Record<TradeName, Team['id'] | undefined>> = {
    cash: field,
    video: field,
    network: remote,
    desktop: remote,
    erp: consultants,
    building: field,
    vehicles: field,
    shop: field,
  }
  const queues: Queue[] = [
    { id: firstLineId, v: 1, name: 'Первая линия', teamId: firstLine ?? null, position: 0 },
    ...tradeNames.map((trade, nth) => ({
      id: queueIdOf(trade),
      v: 1,
      name: trades[trade].queue,
      teamId: teamOf[trade] ?? null,
      position: nth + 1,
    })),
  ]
  return { calendars, slaPolicies, teams, queues, users: users(firstLine), ...categoriesAndRules(queues) }
}

function users(firstLine: Team['id'] | undefined): User[] {
  const people: [login: string, name: string, role: Role, extension: string | null][] = [
    ['anna', 'Анна Крылова', 'dispatcher', '101'],
    ['boris', 'Борис Чернов', 'dispatcher', '102'],
    ['vera', 'Вера Лаптева', 'dispatcher', '103'],
    ['gleb', 'Глеб Сычёв', 'dispatcher', '104'],
    ['olga', 'Ольга Ветрова', 'supervisor', '110'],
    ['admin', 'Администратор', 'admin', null],
  ]
  return people.map(([login, name, role, extension], nth) => ({
    id: idIn(6, nth),
    v: 1,
    login,
    name,
    role,
    teamIds: firstLine === undefined ? [] : [firstLine],
    extension,
    active: true,
  }))
}

function categoriesAndRules(queues: readonly Queue[]): {
  categories: Category[]
  routingRules: RoutingRule[]
} {
  const categories: Category[] = tradeNames.flatMap((trade, nth) => [
    {
      id: categoryIdOf(trade, null),
      v: 1,
      name: trades[trade].queue,
      parentId: null,
      defaultPriority: 'normal' as const,
      position: nth * 100,
    },
    ...trades[trade].categories.map(({ name, priority }, below) => ({
      id: categoryIdOf(trade, below),
      v: 1,
      name,
      parentId: categoryIdOf(trade, null),
      defaultPriority: priority,
      position: nth * 100 + below + 1,
    })),
  ])
  const anything = { categoryId: null, industry: null, siteId: null, equipmentKind: null, priority: null }
  const rules: Pick<RoutingRule, 'name' | 'when' | 'to'>[] = [
    {
      name: 'Тахографы: мониторинг транспорта',
      when: { ...anything, equipmentKind: 'Тахограф' },
      to: { queueId: queueIdOf('vehicles'), assigneeId: null },
    },
    ...tradeNames.map((trade) => ({
      name: `${trades[trade].queue}: по категории`,
      when: { ...anything, categoryId: categoryIdOf(trade, null) },
      to: { queueId: queueIdOf(trade), assigneeId: null },
    })),
    {
      name: 'Розница без категории: торговое оборудование',
      when: { ...anything, industry: 'retail' },
      to: { queueId: queueIdOf('shop'), assigneeId: null },
    },
    {
      name: 'Остальное: первая линия',
      when: anything,
      to: { queueId: (queues[0] as Queue).id, assigneeId: null },
    },
  ]
  const routingRules = rules.map((rule, nth) => ({
    id: idIn<RoutingRule['id']>(7, nth),
    v: 1,
    position: nth * 10,
    ...rule,
  }))
  return { categories, routingRules }
}
