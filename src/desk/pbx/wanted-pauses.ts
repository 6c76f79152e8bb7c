import type { SpaceId } from '#domain/ids.ts'
import type { Db } from '../db/db.ts'

/**
 * A console that is silent for so long is not coming back to end its pause, ms. Shorter would ring the phone of
 * somebody whose network is away for a while.
 */
export const unpauseAfterMs = 30 * 60_000

/** Extensions that the call queues are to pass over, with the reason, as the consoles told last. */
export async function wantedPauses(db: Db, spaceId: SpaceId, at: number): Promise<Map<string, string>> {
  const rows = await db.query<{ extension: string; reason: string }>(
    `select u.row->>'extension' as extension, p.state->>'queuePause' as reason
     from presence p join users u on u.space_id = p.space_id and u.id = p.user_id
     where p.space_id = $1 and p.heard_at > $2 and p.state->>'queuePause' <> ''
       and u.active and u.row->>'extension' is not null`,
    [spaceId, at - unpauseAfterMs],
  )
  return new Map(rows.map(({ extension, reason }) => [extension, reason]))
}
