import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Shape } from '#domain/entities.ts'

const id = () => text().primaryKey()
const v = () => integer().notNull()
const flag = () => integer({ mode: 'boolean' })
const json = (name = '') => text(name, { mode: 'json' })

/*
 * The cache: columns named as the fields of the row schemas, nested parts as JSON. `doc` is a row's number in the
 * full-text tables; other extra columns are said where they are. The indexes are in `indexes.ts`, because a bulk load
 * makes them after the rows.
 */
export const organisation = sqliteTable('organisation', {
  id: id(),
  v: v(),
  name: text().notNull(),
  legalName: text('legal_name').notNull(),
  inn: text(),
  industry: text().notNull(),
  timeZone: text('time_zone').notNull(),
  mainNumber: text('main_number'),
  note: text().notNull(),
  doc: integer().notNull(),
  /** The main number without its last two digits: the PBX block another number of theirs falls into. */
  mainBlock: text('main_block'),
})

export const contact = sqliteTable('contact', {
  id: id(),
  v: v(),
  organisationId: text('organisation_id').notNull(),
  name: text().notNull(),
  position: text().notNull(),
  email: text(),
  phones: json().notNull(),
  authority: json().notNull(),
  active: flag().notNull(),
  doc: integer().notNull(),
})

/**
 * The number index: one row for each number of each contact, made from `contact.phones`, in the order of contacts. A
 * row is found by its last ten digits; one without them by the number itself.
 */
export const contactPhone = sqliteTable('contact_phone', {
  contactId: text('contact_id').notNull(),
  number: text().notNull(),
  /** '' when there is none. */
  ext: text().notNull(),
  nat10: text(),
  /** Of a number of seven digits: as it is dialled inside an area. */
  loc7: text(),
  source: text().notNull(),
  lastSeenAt: integer('last_seen_at'),
})

export const contract = sqliteTable('contract', {
  id: id(),
  v: v(),
  organisationId: text('organisation_id').notNull(),
  number: text().notNull(),
  title: text().notNull(),
  validFrom: text('valid_from').notNull(),
  validTo: text('valid_to').notNull(),
  status: text().notNull(),
  slaPolicyId: text('sla_policy_id').notNull(),
  lines: json().notNull(),
})

export const site = sqliteTable('site', {
  id: id(),
  v: v(),
  organisationId: text('organisation_id').notNull(),
  name: text().notNull(),
  address: text().notNull(),
  kind: text().notNull(),
  timeZone: text('time_zone').notNull(),
})

export const equipment = sqliteTable('equipment', {
  id: id(),
  v: v(),
  organisationId: text('organisation_id').notNull(),
  siteId: text('site_id').notNull(),
  kind: text().notNull(),
  name: text().notNull(),
  serial: text(),
})

export const user = sqliteTable('user', {
  id: id(),
  v: v(),
  login: text().notNull(),
  name: text().notNull(),
  role: text().notNull(),
  teamIds: json('team_ids').notNull(),
  extension: text(),
  active: flag().notNull(),
})

export const team = sqliteTable('team', { id: id(), v: v(), name: text().notNull() })

export const queue = sqliteTable('queue', {
  id: id(),
  v: v(),
  name: text().notNull(),
  teamId: text('team_id'),
  position: integer().notNull(),
})

export const category = sqliteTable('category', {
  id: id(),
  v: v(),
  name: text().notNull(),
  parentId: text('parent_id'),
  defaultPriority: text('default_priority').notNull(),
  position: integer().notNull(),
})

export const routingRule = sqliteTable('routing_rule', {
  id: id(),
  v: v(),
  position: integer().notNull(),
  name: text().notNull(),
  when: json().notNull(),
  to: json().notNull(),
})

export const slaPolicy = sqliteTable('sla_policy', {
  id: id(),
  v: v(),
  name: text().notNull(),
  calendarId: text('calendar_id').notNull(),
  targets: json().notNull(),
})

export const workCalendar = sqliteTable('work_calendar', {
  id: id(),
  v: v(),
  name: text().notNull(),
  timeZone: text('time_zone').notNull(),
  hours: json().notNull(),
  holidays: json().notNull(),
})

export const ticket = sqliteTable('ticket', {
  id: id(),
  v: v(),
  number: text(),
  provisionalNumber: text('provisional_number'),
  subject: text().notNull(),
  description: text().notNull(),
  channel: text().notNull(),
  categoryId: text('category_id'),
  priority: text().notNull(),
  status: text().notNull(),
  queueId: text('queue_id'),
  assigneeId: text('assignee_id'),
  organisationId: text('organisation_id'),
  contactId: text('contact_id'),
  contractId: text('contract_id'),
  siteId: text('site_id'),
  equipmentId: text('equipment_id'),
  verdict: text().notNull(),
  callId: text('call_id'),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by'),
  updatedAt: integer('updated_at').notNull(),
  responseDue: integer('response_due'),
  slaDue: integer('sla_due'),
  closedAt: integer('closed_at'),
  doc: integer().notNull(),
  /** `isOpen(status)`, so that partial indexes and queries can name it. */
  open: flag().notNull(),
  /** `slaDue`, or the far future: rows without a due time sort last and still by the index. */
  dueOrder: integer('due_order').notNull(),
})

export const timelineEntry = sqliteTable('timeline_entry', {
  id: id(),
  v: v(),
  ticketId: text('ticket_id').notNull(),
  at: integer().notNull(),
  by: text(),
  what: json().notNull(),
})

export const callRecord = sqliteTable('call_record', {
  id: id(),
  v: v(),
  direction: text().notNull(),
  userId: text('user_id'),
  pbxCallId: text('pbx_call_id').notNull(),
  sipCallId: text('sip_call_id').notNull(),
  callQueue: text('call_queue'),
  dialledNumber: text('dialled_number'),
  numberRaw: text('number_raw').notNull(),
  number: text(),
  callerName: text('caller_name').notNull(),
  hidden: flag().notNull(),
  contactId: text('contact_id'),
  organisationId: text('organisation_id'),
  ticketIds: json('ticket_ids').notNull(),
  ringAt: integer('ring_at').notNull(),
  answeredAt: integer('answered_at'),
  endedAt: integer('ended_at'),
  end: text(),
  wrapUpCode: text('wrap_up_code'),
  quality: json(),
  recording: text().notNull(),
  consent: text().notNull(),
  /** Whose call it is in the ledger (`callerKeyOf`). */
  callerKey: text('caller_key').notNull(),
  /** Nobody of ours spoke to this incoming caller, as far as this record knows (`mayBeMissed`). */
  lost: flag().notNull(),
})

export const ledgerClaim = sqliteTable('ledger_claim', {
  id: id(),
  v: v(),
  userId: text('user_id'),
  at: integer().notNull(),
  pbxCallIds: json('pbx_call_ids').notNull(),
})

export const ledgerClosure = sqliteTable('ledger_closure', {
  id: id(),
  v: v(),
  callerKey: text('caller_key').notNull(),
  pbxCallIds: json('pbx_call_ids').notNull(),
  reason: text().notNull(),
  note: text().notNull(),
  by: text().notNull(),
  at: integer().notNull(),
})

export const deafTime = sqliteTable('deaf_time', {
  id: id(),
  v: v(),
  userId: text('user_id').notNull(),
  from: integer().notNull(),
  to: integer().notNull(),
})

/** How far a feed is applied: in its own file, in the same transaction as the rows. */
const syncState = <Name extends string>(name: Name) =>
  sqliteTable(name, {
    shape: text().primaryKey(),
    cursor: text(),
    /** Highest outbox number of ours whose effect is in the rows. */
    lastN: integer('last_n').notNull(),
    /** Desk's clock of the last page applied. */
    asOf: integer('as_of'),
    /** False until the first pull came to its end. */
    whole: flag().notNull(),
  })

export const syncTables = {
  ref: syncState('sync_ref'),
  hot: syncState('sync_hot'),
  timeline: syncState('sync_timeline'),
} as const satisfies Record<Shape, unknown>

/** In every file: what it was made for. */
export const meta = sqliteTable('meta', { key: text().primaryKey(), value: text().notNull() })

export const entityTables = {
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

export const allTables = [
  ...Object.values(entityTables),
  contactPhone,
  ...Object.values(syncTables),
  meta,
] as const
