import type { SpaceId, UserId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { Presence } from '#wire/board.ts'
import type { Db } from '../db/db.ts'
import { typed } from '../db/drizzle-on.ts'
import { presences } from '../db/schema.ts'

/** A console tells every few seconds; one that is silent for so long is gone. */
export const silentMs = 15_000

/** Keeps what a console says of its dispatcher: one line a user, the last console to speak counts. */
export async function keepPresence(
  db: Db,
  who: { spaceId: SpaceId; userId: UserId },
  state: Presence,
  heardAt: Instant,
): Promise<void> {
  await typed(db)
    .insert(presences)
    .values({ ...who, state, heardAt })
    .onConflictDoUpdate({
      target: [presences.spaceId, presences.userId],
      set: { state, heardAt },
    })
}
