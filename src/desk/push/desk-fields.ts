import { judgeCoverage } from '#domain/directory/judge-coverage.ts'
import type { EntityPut, EntityRef } from '#domain/entities.ts'
import type { CategoryId, SpaceId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import { estimateTicket } from '#domain/ticket/estimate-ticket.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'
import { nextCount } from '../db/counters.ts'
import type { Sql } from '../db/db.ts'
import { type LoadedRows, loadRows } from '../db/rows.ts'
import type { SpaceLists } from './space-lists.ts'

/** What the SLA times follow from; as long as none of it changes, neither do they. */
const promised = ['priority', 'categoryId', 'contractId', 'siteId', 'equipmentId'] as const

/** A longer way up a tree of categories is a ring made by mistake. */
const parentsMax = 16

/**
 * Puts what only the desk may say into the rows a mutator made: the version (one above the row it came from), a new
 * ticket's number, and the times a ticket is due by its contract, policy and calendar. `lists` is asked for only when
 * times must be worked out.
 */
export async function deskFields(
  tx: Sql,
  spaceId: SpaceId,
  puts: readonly EntityPut[],
  before: LoadedRows,
  lists: () => Promise<SpaceLists>,
  at: Instant,
): Promise<EntityPut[]> {
  const result: EntityPut[] = []
  for (const put of puts) {
    const old = before.get(put.entity, put.row.id as never)
    const v = (old?.v ?? 0) + 1
    if (put.entity !== 'ticket') {
      result.push({ ...put, row: { ...put.row, v } } as EntityPut)
      continue
    }
    const changed = { ...put.row, v }
    const same = old !== null && promised.every((field) => (old as Ticket)[field] === changed[field])
    const ticket = same ? changed : await withDue(tx, spaceId, changed, before, lists, at)
    // The number last of all: its counter makes everybody who creates a ticket wait until this commit.
    const number = old === null ? String(await nextCount(tx, spaceId, 'ticketNumber')) : ticket.number
    result.push({ entity: 'ticket', row: { ...ticket, number } })
  }
  return result
}

async function withDue(
  tx: Sql,
  spaceId: SpaceId,
  ticket: Ticket,
  before: LoadedRows,
  lists: () => Promise<SpaceLists>,
  at: Instant,
): Promise<Ticket> {
  const { contractId, equipmentId, categoryId, siteId } = ticket
  if (contractId === null) return estimateTicket(ticket, { policy: null, calendar: null })
  // A new ticket's were read with it.
  const unread: EntityRef[] = []
  if (before.get('contract', contractId) === null) unread.push({ entity: 'contract', id: contractId })
  if (equipmentId !== null && before.get('equipment', equipmentId) === null) {
    unread.push({ entity: 'equipment', id: equipmentId })
  }
  const [{ calendars, policies, categories }, rows] = await Promise.all([
    lists(),
    loadRows(tx, spaceId, unread, undefined, before),
  ])
  const contract = rows.get('contract', contractId)
  const { slaPolicyId } = judgeCoverage({
    contracts: contract === null ? [] : [contract],
    calendars,
    at: Math.min(ticket.createdAt, at),
    categoryId,
    categoryPath: parentsOf(categories, categoryId),
    siteId,
    equipmentKind: equipmentId === null ? null : (rows.get('equipment', equipmentId)?.kind ?? null),
  })
  const policyId = slaPolicyId ?? contract?.slaPolicyId ?? null
  if (policyId === null) return estimateTicket(ticket, { policy: null, calendar: null })
  const policy = policies.get(policyId) ?? null
  const calendar = calendars.find(({ id }) => id === policy?.calendarId) ?? null
  return estimateTicket(ticket, { policy, calendar })
}

/** The parents of a category, nearest first. */
function parentsOf(categories: SpaceLists['categories'], id: CategoryId | null): CategoryId[] {
  const parents: CategoryId[] = []
  let next = id === null ? null : (categories.get(id)?.parentId ?? null)
  while (next !== null && parents.length < parentsMax) {
    parents.push(next)
    next = categories.get(next)?.parentId ?? null
  }
  return parents
}
