import { judgeCoverage } from '#domain/directory/judge-coverage.ts'
import type { EntityPut } from '#domain/entities.ts'
import type { CategoryId, SpaceId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import { estimateTicket } from '#domain/ticket/estimate-ticket.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'
import { nextCount } from '../db/counters.ts'
import type { Sql } from '../db/db.ts'
import { allRows, type LoadedRows, loadRows } from '../db/rows.ts'

/** What the SLA times follow from; as long as none of it changes, neither do they. */
const promised = ['priority', 'categoryId', 'contractId', 'siteId', 'equipmentId'] as const

/**
 * Puts what only the desk may say into the rows a mutator made: the version (one above the row it came from), a new
 * ticket's number, and the times a ticket is due by its contract, policy and calendar.
 */
export async function deskFields(
  tx: Sql,
  spaceId: SpaceId,
  puts: readonly EntityPut[],
  before: LoadedRows,
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
    const ticket = await withDue(tx, spaceId, { ...put.row, v }, old as Ticket | null, at)
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
  old: Ticket | null,
  at: Instant,
): Promise<Ticket> {
  if (old !== null && promised.every((field) => old[field] === ticket[field])) return ticket
  if (ticket.contractId === null) return estimateTicket(ticket, { policy: null, calendar: null })
  const rows = await loadRows(tx, spaceId, [
    { entity: 'contract', id: ticket.contractId },
    ...(ticket.equipmentId === null ? [] : [{ entity: 'equipment', id: ticket.equipmentId } as const]),
  ])
  const contract = rows.get('contract', ticket.contractId)
  const calendars = await allRows(tx, spaceId, 'workCalendar')
  const { slaPolicyId } = judgeCoverage({
    contracts: contract === null ? [] : [contract],
    calendars,
    at: Math.min(ticket.createdAt, at),
    categoryId: ticket.categoryId,
    categoryPath: await categoryPath(tx, spaceId, ticket.categoryId),
    siteId: ticket.siteId,
    equipmentKind:
      ticket.equipmentId === null ? null : (rows.get('equipment', ticket.equipmentId)?.kind ?? null),
  })
  const policyId = slaPolicyId ?? contract?.slaPolicyId ?? null
  if (policyId === null) return estimateTicket(ticket, { policy: null, calendar: null })
  const policy = (await loadRows(tx, spaceId, [{ entity: 'slaPolicy', id: policyId }])).get(
    'slaPolicy',
    policyId,
  )
  const calendar = calendars.find(({ id }) => id === policy?.calendarId) ?? null
  return estimateTicket(ticket, { policy, calendar })
}

/** The parents of a category, nearest first; a ring made by mistake ends after 16 steps. */
async function categoryPath(tx: Sql, spaceId: SpaceId, id: CategoryId | null): Promise<CategoryId[]> {
  if (id === null) return []
  const rows = await tx.query<{ id: CategoryId }>(
    `with recursive up as (
       select row->>'parentId' as id, 1 as step from categories where space_id = $1 and id = $2
       union all
       select c.row->>'parentId', up.step + 1 from up join categories c on c.space_id = $1 and c.id = up.id
       where up.step < 16)
     select id from up where id is not null order by step`,
    [spaceId, id],
  )
  return rows.map((row) => row.id)
}
