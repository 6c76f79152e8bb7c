import type { ConsoleId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { NumberedIntent, Outcome } from '#wire/push.ts'
import type { Db } from '../db/db.ts'
import { type Author, keepResult, lockConsole } from './take-intent.ts'

/** So often the same intent may break the desk's code before it is put aside: four releases of a fault are enough. */
export const crashesMax = 5

/**
 * Counts one more crash of an intent. The fifth puts it aside: refused as `quarantined`, its number used up so that
 * the console's queue goes on, its content kept for a person to look at.
 */
export async function countCrash(
  db: Db,
  author: Author,
  consoleId: ConsoleId,
  numbered: NumberedIntent,
  at: Instant,
): Promise<Outcome> {
  const { n, key, madeAt } = numbered
  return await db.transaction(async (tx): Promise<Outcome> => {
    const lastN = await lockConsole(tx, author.spaceId, consoleId)
    const [row] = await tx.query<{ crashes: number }>(
      `insert into intent_crashes (space_id, key, crashes, last_at) values ($1, $2, 1, $3)
       on conflict (space_id, key) do update set crashes = intent_crashes.crashes + 1, last_at = excluded.last_at
       returning crashes`,
      [author.spaceId, key, at],
    )
    if ((row?.crashes ?? 0) < crashesMax || n !== lastN + 1) return { n, key, outcome: 'retry' }
    await tx.query(
      `update intent_crashes set quarantined = true, console_id = $3, user_id = $4, args = $5
       where space_id = $1 and key = $2`,
      [author.spaceId, key, consoleId, author.userId, JSON.stringify(numbered.intent)],
    )
    const outcome: Outcome = { n, key, outcome: 'refused', refusal: { code: 'quarantined' } }
    await keepResult(tx, author, consoleId, { n, key, madeAt, at, outcome })
    return outcome
  })
}
