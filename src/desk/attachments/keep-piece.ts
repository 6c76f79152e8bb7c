import { createHash } from 'node:crypto'
import type { SpaceId, UserId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import { ok, type Result, refuse } from '#shared/result.ts'
import type { HeldPart } from '#wire/attachments.ts'
import type { Db, Sql } from '../db/db.ts'

type Piece = { sha256: string; size: number; at: number; data: Buffer }
export type PieceRefusal = 'otherSize' | 'wrongContent'

/** What the desk holds of a file. */
export async function heldOf(db: Sql, spaceId: SpaceId, sha256: string): Promise<HeldPart> {
  const [row] = await db.query<{ have: number; whole: boolean }>(
    'select have, whole from attachments where space_id = $1 and sha256 = $2',
    [spaceId, sha256],
  )
  return row ?? { have: 0, whole: false }
}

/**
 * Keeps the next piece of a file; a piece that does not begin where the last ended changes nothing, the answer says
 * where to go on. The last piece is checked against the hash: content that is not what its name says is removed whole.
 */
export async function keepPiece(
  db: Db,
  { spaceId, userId }: { spaceId: SpaceId; userId: UserId },
  { sha256, size, at, data }: Piece,
  now: Instant,
): Promise<Result<HeldPart, PieceRefusal>> {
  return await db.transaction(async (tx) => {
    await tx.query(
      `insert into attachments (space_id, sha256, size, by_user, at) values ($1, $2, $3, $4, $5)
       on conflict (space_id, sha256) do nothing`,
      [spaceId, sha256, size, userId, now],
    )
    const [row] = await tx.query<{ size: number; have: number; whole: boolean }>(
      'select size, have, whole from attachments where space_id = $1 and sha256 = $2 for update',
      [spaceId, sha256],
    )
    if (row === undefined) throw new Error('a file that was just begun is not there')
    if (row.size !== size || at + data.length > size) return refuse('otherSize')
    if (row.whole || at !== row.have) return ok({ have: row.have, whole: row.whole })
    if (data.length > 0) {
      await tx.query('insert into attachment_pieces (space_id, sha256, at, bytes) values ($1, $2, $3, $4)', [
        spaceId,
        sha256,
        at,
        data,
      ])
    }
    const have = at + data.length
    const whole = have === size
    if (whole && (await hashOf(tx, spaceId, sha256)) !== sha256) {
      await removeFile(tx, spaceId, sha256)
      return refuse('wrongContent')
    }
    await tx.query(
      'update attachments set have = $3, whole = $4, at = $5 where space_id = $1 and sha256 = $2',
      [spaceId, sha256, have, whole, now],
    )
    return ok({ have, whole })
  })
}

async function hashOf(tx: Sql, spaceId: SpaceId, sha256: string): Promise<string> {
  const hash = createHash('sha256')
  for (let at = -1; ; ) {
    const [row] = await tx.query<{ at: number; bytes: Uint8Array }>(
      'select at, bytes from attachment_pieces where space_id = $1 and sha256 = $2 and at > $3 order by at limit 1',
      [spaceId, sha256, at],
    )
    if (row === undefined) return hash.digest('hex')
    hash.update(row.bytes)
    at = row.at
  }
}

export async function removeFile(tx: Sql, spaceId: SpaceId, sha256: string): Promise<void> {
  await tx.query('delete from attachment_pieces where space_id = $1 and sha256 = $2', [spaceId, sha256])
  await tx.query('delete from attachments where space_id = $1 and sha256 = $2', [spaceId, sha256])
}
