import type { EntityPut } from '#domain/entities.ts'
import type { SpaceId } from '#domain/ids.ts'
import type { TimelineEntry } from '#domain/ticket/timeline-entry.ts'
import type { Sql } from '../db/db.ts'
import type { FeedWriter } from '../feed/feed-writer.ts'

/** Consoles hold no more of one ticket's past. */
const entriesKept = 50

/**
 * A ticket that consoles no longer held was changed: it is in the feed again with this change, and its conversation
 * must follow it.
 */
export async function keepTimelineOfReopened(
  tx: Sql,
  spaceId: SpaceId,
  feed: FeedWriter,
  puts: readonly EntityPut[],
): Promise<void> {
  const changed = puts.filter(({ entity, row }) => entity === 'ticket' && row.v > 1).map(({ row }) => row.id)
  if (changed.length === 0) return
  const back = await tx.query<{ id: string }>(
    `update tickets set in_feed = true where space_id = $1 and id = any($2::text[]) and not in_feed returning id`,
    [spaceId, changed],
    { prepared: true },
  )
  for (const { id } of back) {
    const entries = await tx.query<{ row: unknown }>(
      'select row from timeline_entries where space_id = $1 and ticket_id = $2 order by at desc limit $3',
      [spaceId, id, entriesKept],
    )
    await feed.put(entries.map(({ row }) => ({ entity: 'timelineEntry', row: row as TimelineEntry })))
  }
}
