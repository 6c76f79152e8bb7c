import type { SpaceId } from '#domain/ids.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'
import type { Db } from '../db/db.ts'

/** Words looked for at most; the rest of a pasted letter narrows nothing. */
const wordsMax = 8
/** A common word names thousands of organisations: the newest tickets of so many are looked at. */
const organisationsMax = 200

/**
 * Tickets by number (the desk's or a provisional one), by words of the subject, and by words of the organisation's
 * name; newest first. Words match by their beginning, in any language and letter case.
 */
export async function searchTickets(
  db: Db,
  spaceId: SpaceId,
  text: string,
  limit: number,
): Promise<Ticket[]> {
  const number = text.trim().replace(/^[№#]\s*/, '')
  const words = (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, wordsMax)
  // Only letters and digits are left, so nothing in it can be an operator of the query language.
  const query = words.map((word) => `${word}:*`).join(' & ')
  const rows = await db.query<{ row: Ticket }>(
    `with found as (
       select t.id from tickets t where t.space_id = $1 and (t.number = $2 or t.provisional_number = upper($2))
       union
       (select t.id from tickets t where $3 <> '' and t.space_id = $1
          and to_tsvector('simple', t.row->>'subject') @@ to_tsquery('simple', $3)
        order by t.created_at desc limit $4)
       union
       (select t.id from tickets t where $3 <> '' and t.space_id = $1 and t.organisation_id in (
          select o.id from organisations o where o.space_id = $1
            and to_tsvector('simple', o.row->>'name') @@ to_tsquery('simple', $3) limit ${organisationsMax})
        order by t.created_at desc limit $4)
     )
     select t.row from tickets t join found on t.id = found.id where t.space_id = $1
     order by (t.number = $2 or t.provisional_number = upper($2)) desc nulls last, t.created_at desc limit $4`,
    [spaceId, number, query, limit],
  )
  return rows.map(({ row }) => row)
}
