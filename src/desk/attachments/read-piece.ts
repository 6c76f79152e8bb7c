import type { SpaceId } from '#domain/ids.ts'
import { pieceBytes } from '#wire/attachments.ts'
import type { Sql } from '../db/db.ts'

/**
 * The bytes of a file from `at` on, as many as one answer carries; empty at its end. Null: the desk does not have it
 * whole (yet). Pieces lie as they came, so the one that holds `at` is found by its beginning.
 */
export async function readPiece(
  db: Sql,
  spaceId: SpaceId,
  sha256: string,
  at: number,
): Promise<{ size: number; data: Uint8Array } | null> {
  const [file] = await db.query<{ size: number }>(
    'select size from attachments where space_id = $1 and sha256 = $2 and whole',
    [spaceId, sha256],
  )
  if (file === undefined) return null
  const [row] = await db.query<{ at: number; bytes: Uint8Array }>(
    `select at, bytes from attachment_pieces where space_id = $1 and sha256 = $2 and at <= $3
      order by at desc limit 1`,
    [spaceId, sha256, at],
  )
  const from = row === undefined ? 0 : at - row.at
  return { size: file.size, data: row?.bytes.subarray(from, from + pieceBytes) ?? new Uint8Array() }
}
