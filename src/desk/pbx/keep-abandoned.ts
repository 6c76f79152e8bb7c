import { createHash } from 'node:crypto'
import { type CallRecord, callRecord } from '#domain/call/call-record.ts'
import type { Contact } from '#domain/directory/contact.ts'
import type { DialPlan } from '#domain/directory/dial-plan.ts'
import { normaliseNumber } from '#domain/directory/normalise-number.ts'
import { callId, type SpaceId } from '#domain/ids.ts'
import type { Db, Sql } from '../db/db.ts'
import { FeedWriter } from '../feed/feed-writer.ts'
import type { AbandonedCall } from './abandoned-calls.ts'

/** The record's id follows from the call's: however often and by however many nodes it is told, it is one row. */
const recordId = (linkedId: string) =>
  callId.parse(`pbx-${createHash('sha256').update(linkedId).digest('hex').slice(0, 40)}`)

/**
 * Keeps the record of a caller who gave up at the PBX and tells the consoles of it. Answers false when it was kept
 * before.
 */
export async function keepAbandoned(
  db: Db,
  spaceId: SpaceId,
  plan: DialPlan,
  call: AbandonedCall,
): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const read = normaliseNumber(call.numberRaw, plan)
    const number = 'number' in read && read.kind !== 'featureCode' ? read.number : null
    const owner = read.kind === 'e164' ? await soleOwner(tx, spaceId, read.number, read.ext) : null
    // What only a console tells of a call (sound, recording, wrap-up) is left to the schema's defaults.
    const record: CallRecord = callRecord.parse({
      id: recordId(call.linkedId),
      v: 1,
      direction: 'in',
      userId: null,
      pbxCallId: storable(call.linkedId, 256),
      sipCallId: '',
      callQueue: storable(call.callQueue, 128),
      dialledNumber: null,
      numberRaw: storable(call.numberRaw, 128),
      number: number !== null && number.length <= 32 ? number : null,
      callerName: storable(call.callerName, 256),
      hidden: read.kind === 'hidden',
      contactId: owner?.id ?? null,
      organisationId: owner?.organisationId ?? null,
      ticketIds: [],
      ringAt: Math.round(call.joinedAt),
      answeredAt: null,
      endedAt: Math.round(call.leftAt),
      end: call.end,
    })
    const kept = await tx.query(
      `insert into call_records (space_id, id, v, row) values ($1, $2, 1, $3::jsonb)
       on conflict (space_id, id) do nothing returning id`,
      [spaceId, record.id, JSON.stringify(record)],
    )
    if (kept.length === 0) return false
    await new FeedWriter(tx, spaceId, record.endedAt ?? record.ringAt).put([
      { entity: 'callRecord', row: record },
    ])
    return true
  })
}

/** The one active contact with this number; of several nobody is picked, a person will say who it was. */
async function soleOwner(
  tx: Sql,
  spaceId: SpaceId,
  number: string,
  ext: string | null,
): Promise<Pick<Contact, 'id' | 'organisationId'> | null> {
  const rows = await tx.query<{ row: Contact }>(
    `select row from contacts where space_id = $1 and row->'phones' @> $2::jsonb limit 50`,
    [spaceId, JSON.stringify([{ number }])],
  )
  const active = rows.map(({ row }) => row).filter((contact) => contact.active)
  const exact = active.filter(({ phones }) =>
    phones.some((phone) => phone.number === number && phone.ext === ext),
  )
  const owners = exact.length > 0 ? exact : active
  return owners.length === 1 ? (owners[0] as Contact) : null
}

/** Text of the PBX as the database can keep it. */
function storable(text: string, max: number): string {
  return text.replaceAll('\u0000', '').toWellFormed().slice(0, max).toWellFormed()
}
