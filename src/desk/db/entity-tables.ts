import type { Entity } from '#domain/entities.ts'

/** Table of each kind of row. Names come only from here, so putting one into SQL text is safe. */
export const tableOf: Readonly<Record<Entity, string>> = {
  organisation: 'organisations',
  contact: 'contacts',
  contract: 'contracts',
  site: 'sites',
  equipment: 'equipment',
  user: 'users',
  team: 'teams',
  queue: 'queues',
  category: 'categories',
  routingRule: 'routing_rules',
  slaPolicy: 'sla_policies',
  workCalendar: 'work_calendars',
  ticket: 'tickets',
  timelineEntry: 'timeline_entries',
  callRecord: 'call_records',
  ledgerClaim: 'ledger_claims',
  ledgerClosure: 'ledger_closures',
  deafTime: 'deaf_times',
}
