import { type Entity, type EntityPut, entities } from '#domain/entities.ts'
import type { SpaceId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import { raiseCount } from '../db/counters.ts'
import type { Db, Sql } from '../db/db.ts'
import { tableOf } from '../db/entity-tables.ts'
import { checkedPut } from '../db/rows.ts'
import { FeedWriter } from '../feed/feed-writer.ts'
import { mainSpace } from '../session/spaces.ts'
import { hotMs } from './evict-closed.ts'

/** One transaction of an import: larger ones hold every console's watermark for longer. */
export const seedBatch = 500

export interface SeedOptions {
  spaceId?: SpaceId
  now: Instant
  /** Told after each batch, with all rows written so far. */
  onProgress?: (rows: number) => void
}

/**
 * Loads whole rows in bulk (a demo company, an import): tables and feeds. Parents before children: a ticket before
 * its timeline. Tickets closed long ago, and what belongs to them, go to the tables only, as eviction would leave
 * them. Throws for a row that is already there or does not pass its schema; earlier batches stay.
 */
export async function seedDesk(
  db: Db,
  rows: Iterable<EntityPut>,
  { spaceId = mainSpace, now, onProgress }: SeedOptions,
): Promise<number> {
  let written = 0
  let highest = 0
  const flush = async (batch: readonly EntityPut[]) => {
    await db.transaction((tx) => seedBatchInto(tx, spaceId, batch, now))
    written += batch.length
    onProgress?.(written)
  }
  let batch: EntityPut[] = []
  for (const { entity, row } of rows) {
    const put = checkedPut({ entity, row: { ...row, v: Math.max(1, row.v) } } as EntityPut)
    if (put.entity === 'ticket' && /^\d{1,15}$/.test(put.row.number ?? '')) {
      highest = Math.max(highest, Number(put.row.number))
    }
    if (batch.push(put) < seedBatch) continue
    await flush(batch)
    batch = []
  }
  if (batch.length > 0) await flush(batch)
  await raiseCount(db, spaceId, 'ticketNumber', highest)
  return written
}

async function seedBatchInto(
  tx: Sql,
  spaceId: SpaceId,
  puts: readonly EntityPut[],
  now: Instant,
): Promise<void> {
  for (const entity of entities) {
    const own = puts.filter((put) => put.entity === entity)
    if (own.length > 0) await insert(tx, spaceId, entity, own, now)
  }
  const cold = await coldTickets(tx, spaceId, puts, now)
  const hot = puts.filter(({ entity, row }) => {
    if (entity === 'ticket') return !cold.has(row.id)
    if (entity === 'timelineEntry') return !cold.has(row.ticketId)
    return entity !== 'callRecord' || row.ringAt >= now - hotMs
  })
  await new FeedWriter(tx, spaceId, now).put(hot)
}

async function insert(
  tx: Sql,
  spaceId: SpaceId,
  entity: Entity,
  puts: readonly EntityPut[],
  now: Instant,
): Promise<void> {
  const rows = puts.map(({ row }) => JSON.stringify(row))
  if (entity !== 'ticket') {
    await tx.query(
      `insert into ${tableOf[entity]} (space_id, id, v, row)
       select $1, r->>'id', (r->>'v')::bigint, r from unnest($2::jsonb[]) as r`,
      [spaceId, rows],
    )
    return
  }
  await tx.query(
    `insert into tickets (space_id, id, v, row, in_feed)
     select $1, r->>'id', (r->>'v')::bigint, r, coalesce((r->>'closedAt')::bigint >= $3::bigint, true)
     from unnest($2::jsonb[]) as r`,
    [spaceId, rows, now - hotMs],
  )
}

/** Tickets of this batch, or talked about in it, that consoles do not hold. */
async function coldTickets(
  tx: Sql,
  spaceId: SpaceId,
  puts: readonly EntityPut[],
  now: Instant,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  const cold = new Set<string>()
  for (const put of puts) {
    if (put.entity === 'timelineEntry') ids.add(put.row.ticketId)
    if (put.entity === 'ticket' && put.row.closedAt !== null && put.row.closedAt < now - hotMs)
      cold.add(put.row.id)
  }
  const rows = await tx.query<{ id: string }>(
    'select id from tickets where space_id = $1 and id = any($2::text[]) and not in_feed',
    [spaceId, [...ids]],
  )
  for (const { id } of rows) cold.add(id)
  return cold
}

/** Has a company been loaded already? */
export async function isSeeded(db: Db, spaceId: SpaceId = mainSpace): Promise<boolean> {
  const [row] = await db.query<{ seeded: boolean }>(
    'select exists (select from organisations where space_id = $1) as seeded',
    [spaceId],
  )
  return row?.seeded ?? false
}
