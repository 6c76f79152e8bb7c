import type { SpaceId, UserId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { TicketDraftFields } from '#domain/ticket/draft-fields.ts'
import type { GiveDraft, TakeDraft, TakenDraft } from '#wire/handover.ts'
import type { Db } from '../db/db.ts'

type Who = { spaceId: SpaceId; userId: UserId }

/** A colleague who has not looked by then has another call: the giver's own copy is there still, ms. */
const keptMs = 30 * 60_000

/** Keeps a draft for whoever has that extension; false: nobody has. What nobody took in time goes. */
export async function giveDraft(
  db: Db,
  { spaceId, userId }: Who,
  { toExtension, pbxCallId, number, fields }: GiveDraft,
  at: Instant,
): Promise<boolean> {
  await db.query('delete from draft_handovers where space_id = $1 and given_at < $2', [spaceId, at - keptMs])
  const [to] = await db.query<{ id: string }>(
    `select id from users where space_id = $1 and active and row->>'extension' = $2 limit 1`,
    [spaceId, toExtension],
  )
  if (to === undefined) return false
  // Given again (the colleague asked first, then connected): the newest is the one that counts.
  await db.query('delete from draft_handovers where space_id = $1 and from_user = $2 and pbx_call_id = $3', [
    spaceId,
    userId,
    pbxCallId,
  ])
  await db.query(
    `insert into draft_handovers (space_id, from_user, to_user, pbx_call_id, number, fields, given_at)
     values ($1, $2, $3, $4, $5, $6::jsonb, $7)`,
    [spaceId, userId, to.id, pbxCallId, number, JSON.stringify(fields), at],
  )
  return true
}

/** The newest draft given to this person for this call or this customer's number, once. */
export async function takeDraft(
  db: Db,
  { spaceId, userId }: Who,
  { pbxCallId, number }: TakeDraft,
  at: Instant,
): Promise<TakenDraft> {
  const [taken] = await db.query<{ fields: TicketDraftFields; from_user: string }>(
    `delete from draft_handovers where id = (
       select id from draft_handovers
       where space_id = $1 and to_user = $2 and given_at >= $3 and (pbx_call_id = $4 or number = $5)
       order by given_at desc limit 1
     ) returning fields, from_user`,
    [spaceId, userId, at - keptMs, pbxCallId, number],
  )
  if (taken === undefined) return { draft: null }
  const [from] = await db.query<{ name: string }>(
    `select row->>'name' as name from users where space_id = $1 and id = $2`,
    [spaceId, taken.from_user],
  )
  return { draft: { fields: taken.fields, fromName: from?.name ?? '' } }
}
