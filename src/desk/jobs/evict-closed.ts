import type { SpaceId, TicketId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { Db } from '../db/db.ts'
import { FeedWriter } from '../feed/feed-writer.ts'

/** Consoles hold open tickets and those closed no longer ago; older ones are found by asking the desk. */
export const hotMs = 60 * 24 * 3_600_000
const batch = 100

/** Takes tickets closed long ago, with their conversations, out of the consoles' hands. Answers how many tickets. */
export async function evictClosed(db: Db, spaceId: SpaceId, now: Instant): Promise<number> {
  let evicted = 0
  for (;;) {
    const count = await db.transaction(async (tx) => {
      const tickets = await tx.query<{ id: TicketId; v: number }>(
        `update tickets set in_feed = false where space_id = $1 and id in (
           select id from tickets where space_id = $1 and in_feed and closed_at < $2
           order by closed_at limit $3 for update skip locked)
         returning id, v`,
        [spaceId, now - hotMs, batch],
      )
      const entries = await tx.query<{ id: string; v: number }>(
        'select id, v from timeline_entries where space_id = $1 and ticket_id = any($2::text[])',
        [spaceId, tickets.map(({ id }) => id)],
      )
      const feed = new FeedWriter(tx, spaceId, now)
      await feed.drop(
        'evict',
        tickets.map((ticket) => ({ entity: 'ticket', ...ticket })),
      )
      await feed.drop(
        'evict',
        entries.map((entry) => ({ entity: 'timelineEntry', ...entry })),
      )
      return tickets.length
    })
    evicted += count
    if (count < batch) return evicted
  }
}
