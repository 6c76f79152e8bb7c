import { z } from 'zod'
import { callRecord } from './call/call-record.ts'
import { deafTime } from './call/deaf-time.ts'
import { ledgerClaim, ledgerClosure } from './call/ledger-rows.ts'
import { contact } from './directory/contact.ts'
import { contract } from './directory/contract.ts'
import { equipment } from './directory/equipment.ts'
import { organisation } from './directory/organisation.ts'
import { site } from './directory/site.ts'
import { queue, team, user } from './directory/staff.ts'
import { routingRule } from './routing/routing-rule.ts'
import { slaPolicy } from './sla/sla-policy.ts'
import { workCalendar } from './sla/work-calendar.ts'
import { category } from './ticket/category.ts'
import { ticket } from './ticket/ticket.ts'
import { timelineEntry } from './ticket/timeline-entry.ts'

/** Every kind of row that travels by the feed, with its schema. */
export const entitySchemas = {
  organisation,
  contact,
  contract,
  site,
  equipment,
  user,
  team,
  queue,
  category,
  routingRule,
  slaPolicy,
  workCalendar,
  ticket,
  timelineEntry,
  callRecord,
  ledgerClaim,
  ledgerClosure,
  deafTime,
} as const

export type Entity = keyof typeof entitySchemas
export type EntityRow<E extends Entity> = z.infer<(typeof entitySchemas)[E]>
export const entities = Object.keys(entitySchemas) as readonly Entity[]
export const entity = z.enum(Object.keys(entitySchemas) as [Entity, ...Entity[]])

/** Names one row. */
export type EntityRef = { [E in Entity]: { entity: E; id: EntityRow<E>['id'] } }[Entity]
/** One whole row with its kind. */
export type EntityPut = { [E in Entity]: { entity: E; row: EntityRow<E> } }[Entity]

/** The feeds of a space; a console follows those its role may see. */
export const shapes = ['ref', 'hot', 'timeline'] as const
export const shape = z.enum(shapes)
export type Shape = z.infer<typeof shape>

/** Which feed carries which kind of row. */
export const shapeOf: Readonly<Record<Entity, Shape>> = {
  organisation: 'ref',
  contact: 'ref',
  contract: 'ref',
  site: 'ref',
  equipment: 'ref',
  user: 'ref',
  team: 'ref',
  queue: 'ref',
  category: 'ref',
  routingRule: 'ref',
  slaPolicy: 'ref',
  workCalendar: 'ref',
  ticket: 'hot',
  timelineEntry: 'timeline',
  callRecord: 'timeline',
  ledgerClaim: 'timeline',
  ledgerClosure: 'timeline',
  deafTime: 'timeline',
}
