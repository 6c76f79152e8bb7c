import { eq } from 'drizzle-orm'
import { type SpaceId, spaceId } from '#domain/ids.ts'
import type { Db } from '../db/db.ts'
import { typed } from '../db/drizzle-on.ts'
import { spaces } from '../db/schema.ts'

/** The one space of a desk that serves one company. */
export const mainSpace: SpaceId = spaceId.parse('main')

/** Makes the space unless it is there; its name is kept as it was made. */
export async function ensureSpace(
  db: Db,
  space: { spaceId: SpaceId; name: string; timeZone: string },
): Promise<void> {
  await typed(db).insert(spaces).values(space).onConflictDoNothing()
}

export async function findSpace(db: Db, id: SpaceId): Promise<{ name: string; timeZone: string } | null> {
  const [row] = await typed(db).select().from(spaces).where(eq(spaces.spaceId, id))
  return row ?? null
}
