import type { EntityPut } from '#domain/entities.ts'
import type { SpaceId } from '#domain/ids.ts'
import type { TimelineEntry } from '#domain/ticket/timeline-entry.ts'
import type { Sql } from '../db/db.ts'
import type { FeedWriter } from '../feed/feed-writer.ts'

/** Consoles hold no more of one ticket's past. */
const entriesKept = 50

/**
 * A ticket that consoles no longer held was changed: it is in the feed again with this change, and its conversation
 * must follow it. The entries come with a version above the one they left with: this transaction may have waited for
 * the one that took them out and still have the lower number, so that consoles hear of their leaving last.
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
  const written = puts.filter(({ entity }) => entity === 'timelineEntry').map(({ row }) => row.id)
  for (const { id } of back) {
    const entries = await tx.query<{ row: unknown }>(
      `with kept as (
         select id from timeline_entries where space_id = $1 and ticket_id = $2 and id <> all($4::text[])
         order by at desc, id desc limit $3
       ), raised as (
         update timeline_entries e set v = e.v + 1, row = jsonb_set(e.row, '{v}', to_jsonb(e.v + 1))
         from kept where e.space_id = $1 and e.id = kept.id
         returning e.id, e.at, e.row
       )
       select row from raised order by at desc, id desc`,
      [spaceId, id, entriesKept, written],
    )
    await feed.put(entries.map(({ row }) => ({ entity: 'timelineEntry', row: row as TimelineEntry })))
  }
}
