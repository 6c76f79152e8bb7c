import type { SpaceId, TicketId, UserId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { Sql } from '../db/db.ts'

/** Who moved a ticket last and when, for telling the loser of a race. */
export async function lastRoute(
  tx: Sql,
  spaceId: SpaceId,
  ticketId: TicketId,
): Promise<{ by: UserId | null; at: Instant } | null> {
  const [last] = await tx.query<{ by: UserId | null; at: number }>(
    `select row->>'by' as by, at from timeline_entries
     where space_id = $1 and ticket_id = $2
       and row->'what'->>'kind' = 'changed' and row->'what'->>'field' in ('queue', 'assignee')
     order by at desc limit 1`,
    [spaceId, ticketId],
    { prepared: true },
  )
  return last ?? null
}
