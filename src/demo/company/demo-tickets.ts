import type { CallRecord } from '#domain/call/call-record.ts'
import type { Contact } from '#domain/directory/contact.ts'
import type { EntityPut } from '#domain/entities.ts'
import type { UserId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import { dueTimes } from '#domain/sla/due.ts'
import type { SlaPolicy } from '#domain/sla/sla-policy.ts'
import type { WorkCalendar } from '#domain/sla/work-calendar.ts'
import { addWorkingMinutes } from '#domain/sla/working-time.ts'
import type { Channel, Ticket, TicketStatus } from '#domain/ticket/ticket.ts'
import { contractStory } from './demo-contracts.ts'
import { demoId } from './demo-id.ts'
import type { CustomerPlan, DemoCustomer } from './demo-organisation.ts'
import { apportion, blockSize, offsets } from './demo-size.ts'
import { timelineOf } from './demo-timeline.ts'
import { byShares, Random } from './random.ts'
import { categoryIdOf, firstLineId, queueIdOf } from './reference.ts'
import { profiles, trades } from './trades.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

/** Which share of tickets of that age is still open; the backlog that gives is a few days of work. */
const openByAge: readonly (readonly [days: number, share: number])[] = [
  [1, 0.85],
  [3, 0.6],
  [7, 0.4],
  [14, 0.25],
  [30, 0.12],
  [60, 0.06],
  [Number.POSITIVE_INFINITY, 0.003],
]

const openStatusList: readonly TicketStatus[] = byShares({
  new: 25,
  assigned: 30,
  inProgress: 25,
  waiting: 20,
})
const closedStatusList: readonly TicketStatus[] = byShares({ closed: 80, resolved: 15, cancelled: 5 })
const channelLists = Object.fromEntries(
  Object.entries(profiles).map(([industry, { channels }]) => [industry, byShares(channels)]),
) as Record<keyof typeof profiles, readonly Channel[]>
const described = [
  'Началось сегодня утром, работать не могут.',
  'Повторяется второй раз за неделю.',
  'Просят приехать до конца дня.',
  'Перезагружали, не помогло.',
  'Ждут звонка перед выездом.',
  '',
]

export type TicketPlan = {
  parts: readonly number[]
  offsets: readonly number[]
  perBlock: number
  /** Shares no factor with the number of tickets: spreads a customer's tickets over time, each moment used once. */
  step: number
  policies: ReadonlyMap<string, { policy: SlaPolicy; calendar: WorkCalendar }>
  dispatchers: readonly UserId[]
}

export function ticketPlan({ sizing, reference }: CustomerPlan): TicketPlan {
  const perBlock = sizing.tickets / (sizing.organisations / blockSize)
  const parts = apportion(perBlock, 0)
  const calendars = new Map(reference.calendars.map((calendar) => [calendar.id, calendar]))
  const policies = new Map<string, { policy: SlaPolicy; calendar: WorkCalendar }>()
  for (const policy of reference.slaPolicies) {
    const calendar = calendars.get(policy.calendarId)
    if (calendar !== undefined) policies.set(policy.id, { policy, calendar })
  }
  const dispatchers = reference.users.filter(({ role }) => role === 'dispatcher').map(({ id }) => id)
  // The sizes have no other prime factors than 2, 3 and 5; this number has none of them.
  return { parts, offsets: offsets(parts), perBlock, step: 777_767, policies, dispatchers }
}

/** Tickets of one customer, each followed by its timeline and call while it is open or fresh. */
export function* demoTickets(
  plan: CustomerPlan,
  tickets: TicketPlan,
  customer: DemoCustomer,
): Generator<EntityPut> {
  const random = new Random(plan.seed ^ 0x71c4e7, customer.nth)
  const place = customer.nth % blockSize
  const first = Math.floor(customer.nth / blockSize) * tickets.perBlock + (tickets.offsets[place] as number)
  const count = tickets.parts[place] as number
  for (let nth = first; nth < first + count; nth++) {
    const { ticket, call } = demoTicket(random, plan, tickets, customer, nth)
    yield { entity: 'ticket', row: ticket }
    if (call !== null) yield { entity: 'callRecord', row: call }
    if (ticket.closedAt === null) yield* timelineOf(random, ticket, nth, plan.now)
  }
}

function demoTicket(
  random: Random,
  { now, sizing }: CustomerPlan,
  tickets: TicketPlan,
  customer: DemoCustomer,
  nth: number,
): { ticket: Ticket; call: CallRecord | null } {
  const { organisation, sites, contacts, contracts, equipment } = customer
  const inOrder = (nth * tickets.step) % sizing.tickets
  // Never younger than ten minutes: a demo begins with work waiting, not arriving from the future.
  const age = Math.floor((1 - (inOrder + 1) / sizing.tickets) * (sizing.days * dayMs)) + 10 * minuteMs
  const createdAt = now - age
  const profile = profiles[organisation.industry]
  const trade = random.pick(profile.trades)
  const categoryNth = random.below(trades[trade].categories.length)
  const category = trades[trade].categories[
    categoryNth
  ] as (typeof trades)[typeof trade]['categories'][number]
  const channel = random.pick(channelLists[organisation.industry])
  const share = openByAge.find(([days]) => age < days * dayMs)?.[1] ?? 0
  const open = random.chance(share)
  const status = random.pick(open ? openStatusList : closedStatusList)
  const contact = channel === 'integration' ? null : random.pick(contacts)
  const item = equipment.length > 0 && random.chance(0.6) ? random.pick(equipment) : null
  const contract = contracts[0] ?? null
  const promised = contract === null ? undefined : tickets.policies.get(contract.slaPolicyId)
  const priority = category.priority
  const due =
    promised === undefined
      ? { responseDue: null, slaDue: null }
      : dueTimes(promised.policy, promised.calendar, priority, createdAt)
  // What is still open after its time was mostly given another with the customer's consent.
  if (open && promised !== undefined && due.slaDue !== null && due.slaDue < now && random.chance(0.85)) {
    due.slaDue = addWorkingMinutes(promised.calendar, now, 20 + random.below(2400))
  }
  const workedMs = Math.floor(
    (0.1 + random.next() * random.next() * 1.6) * ((due.slaDue ?? createdAt + dayMs) - createdAt),
  )
  const closedAt = open ? null : Math.min(now, createdAt + workedMs)
  const byPhone = channel === 'phone'
  const dispatcher = tickets.dispatchers[nth % tickets.dispatchers.length] ?? null
  const story = contractStory(customer.nth)
  const call =
    byPhone && contact !== null && (open || age < 30 * dayMs)
      ? callOf(random, customer, contact, dispatcher, nth, createdAt)
      : null
  const ticket: Ticket = {
    id: demoId('ticket', nth, createdAt),
    v: 1,
    number: String(100_001 + inOrder),
    provisionalNumber: null,
    subject: random.pick(category.subjects),
    description: random.pick(described),
    channel,
    categoryId: categoryIdOf(trade, categoryNth),
    priority,
    status,
    // What came by itself and nobody has looked at yet is the first line's to route.
    queueId: status === 'new' && !byPhone ? firstLineId : queueIdOf(trade),
    assigneeId:
      status === 'new' ? null : (tickets.dispatchers[(nth >> 2) % tickets.dispatchers.length] ?? null),
    organisationId: organisation.id,
    contactId: contact?.id ?? null,
    contractId: contract?.id ?? null,
    siteId: item?.siteId ?? random.pick(sites).id,
    equipmentId: item?.id ?? null,
    verdict:
      story === 'active' || story === 'premium'
        ? trade === profile.trades[0]
          ? 'included'
          : 'paid'
        : story === 'paidOnly'
          ? 'paid'
          : 'outside',
    callId: call?.id ?? null,
    createdAt,
    createdBy: byPhone || channel === 'email' ? dispatcher : null,
    updatedAt: closedAt ?? Math.min(now, createdAt + Math.floor(random.next() * age)),
    responseDue: due.responseDue,
    slaDue: due.slaDue,
    closedAt,
  }
  if (call !== null) call.ticketIds.push(ticket.id)
  return { ticket, call }
}

function callOf(
  random: Random,
  { organisation }: DemoCustomer,
  contact: Contact,
  userId: UserId | null,
  nth: number,
  createdAt: Instant,
): CallRecord {
  const ringAt = createdAt - (60 + random.below(240)) * 1000
  const answeredAt = ringAt + (2 + random.below(15)) * 1000
  const phone = contact.phones[0]
  return {
    id: demoId('callRecord', nth, ringAt),
    v: 1,
    direction: 'in',
    userId,
    pbxCallId: `demo-${nth}`,
    sipCallId: `demo-${nth}`,
    callQueue: 'support',
    dialledNumber: null,
    numberRaw: phone?.number ?? '',
    number: phone?.number ?? null,
    callerName: '',
    hidden: phone === undefined,
    contactId: contact.id,
    organisationId: organisation.id,
    ticketIds: [],
    ringAt,
    answeredAt,
    endedAt: createdAt + random.below(60) * 1000,
    end: 'endedByThem',
    quality: null,
    wrapUpCode: null,
    recording: 'unknown',
    consent: 'none',
  }
}
