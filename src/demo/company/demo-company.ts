import type { EntityPut } from '#domain/entities.ts'
import type { Instant } from '#domain/instant.ts'
import { customerPlan, type DemoCustomer, demoCustomer } from './demo-organisation.ts'
import { type DemoSize, type Sizing, sizings } from './demo-size.ts'
import { demoTickets, ticketPlan } from './demo-tickets.ts'
import { type Reference, reference } from './reference.ts'

/** A made-up Russian service company: its people and lists, and any customer of it by place. */
export type DemoCompany = Reference & {
  size: DemoSize
  now: Instant
  counts: Sizing
  /** The nth customer with contacts, contracts, sites and equipment; 0 … `counts.organisations` - 1. */
  customer(nth: number): DemoCustomer
  /** The lists and customers only. */
  directoryRows(): Generator<EntityPut>
  /** Everything, one row at a time: lists, then customer by customer with their tickets. Nothing is kept. */
  rows(): Generator<EntityPut>
}

/** The same size, moment and seed give the same company; `now` is when its newest tickets came in. */
export function demoCompany(size: DemoSize, now: Instant, seed = 1): DemoCompany {
  const lists = reference()
  const counts = sizings[size]
  const plan = customerPlan(counts, seed, now, lists)
  const tickets = ticketPlan(plan)
  const customer = (nth: number) => demoCustomer(plan, nth)

  function* allRows(withTickets: boolean): Generator<EntityPut> {
    yield* listRows(lists)
    for (let nth = 0; nth < counts.organisations; nth++) {
      const one = customer(nth)
      yield { entity: 'organisation', row: one.organisation }
      for (const row of one.sites) yield { entity: 'site', row }
      for (const row of one.contacts) yield { entity: 'contact', row }
      for (const row of one.contracts) yield { entity: 'contract', row }
      for (const row of one.equipment) yield { entity: 'equipment', row }
      if (withTickets) yield* demoTickets(plan, tickets, one)
    }
  }

  return {
    ...lists,
    size,
    now,
    counts,
    customer,
    directoryRows: () => allRows(false),
    rows: () => allRows(true),
  }
}

function* listRows(lists: Reference): Generator<EntityPut> {
  for (const row of lists.teams) yield { entity: 'team', row }
  for (const row of lists.users) yield { entity: 'user', row }
  for (const row of lists.queues) yield { entity: 'queue', row }
  for (const row of lists.categories) yield { entity: 'category', row }
  for (const row of lists.calendars) yield { entity: 'workCalendar', row }
  for (const row of lists.slaPolicies) yield { entity: 'slaPolicy', row }
  for (const row of lists.routingRules) yield { entity: 'routingRule', row }
}
