import type { SpaceId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { Db } from '../db/db.ts'
import { removeFile } from './keep-piece.ts'

/** A file nobody went on sending, or that no ticket names, goes after this long, ms. Its words may still be on their way. */
const unusedMs = 30 * 86_400_000
const atOnce = 200

/** Removes files no ticket speaks of. Answers how many. */
export async function forgetUnused(db: Db, spaceId: SpaceId, now: Instant): Promise<number> {
  const unused = await db.query<{ sha256: string }>(
    `select sha256 from attachments a
      where space_id = $1 and at < $2 and not exists (
        select 1 from timeline_entries t
         where t.space_id = a.space_id and t.attached = a.sha256)
      limit ${atOnce}`,
    [spaceId, now - unusedMs],
  )
  for (const { sha256 } of unused) await db.transaction((tx) => removeFile(tx, spaceId, sha256))
  return unused.length
}
