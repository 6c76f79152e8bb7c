import type { Instant } from '../instant.ts'
import { isMissed } from './call-end.ts'
import type { CallRecord } from './call-record.ts'
import type { CallerKey } from './ledger-rows.ts'

/** One call at the PBX to which nobody of ours spoke, however many of us it rang at. */
export type MissedCall = {
  pbxCallId: string
  callerKey: CallerKey
  /** When it first rang at any of us. */
  at: Instant
  /** The record that says most of it: the first that knows the contact, else the first. */
  record: CallRecord
}

/**
 * Longer than any ring a PBX allows (queues hold callers longer, but then it rings again). A record without an end
 * after that lost its console; the caller is not lost with it.
 */
const ringEndsMs = 10 * 60_000

export function callerKeyOf(record: CallRecord): CallerKey {
  if (record.hidden) return `c:${record.pbxCallId}` as CallerKey
  if (record.number !== null) return `n:${record.number}` as CallerKey
  return (record.numberRaw === '' ? `c:${record.pbxCallId}` : `r:${record.numberRaw}`) as CallerKey
}

/**
 * The missed calls among these records, in the order they rang. A call that rings at several of us leaves several
 * records with one PBX id: it was missed only if none of them was answered, handed on or answered elsewhere, and
 * none still rings.
 */
export function missedCalls(records: Iterable<CallRecord>, now: Instant): MissedCall[] {
  const byCall = new Map<string, CallRecord[]>()
  for (const record of records) {
    if (record.direction !== 'in') continue
    const others = byCall.get(record.pbxCallId)
    if (others) others.push(record)
    else byCall.set(record.pbxCallId, [record])
  }
  const missed: MissedCall[] = []
  for (const [pbxCallId, several] of byCall) {
    if (!several.every((record) => isLost(record, now))) continue
    const inOrder = several.toSorted((a, b) => a.ringAt - b.ringAt || (a.id < b.id ? -1 : 1))
    const first = inOrder[0] as CallRecord
    const record = inOrder.find(({ contactId }) => contactId !== null) ?? first
    missed.push({ pbxCallId, callerKey: callerKeyOf(record), at: first.ringAt, record })
  }
  return missed.sort((a, b) => a.at - b.at || (a.pbxCallId < b.pbxCallId ? -1 : 1))
}

/** Could this record be of a missed call, whatever the time is? A ring without an end is one once it is old. */
export function mayBeMissed({ direction, answeredAt, end }: CallRecord): boolean {
  return direction === 'in' && answeredAt === null && (end === null || isMissed(end, false))
}

function isLost(record: CallRecord, now: Instant): boolean {
  if (record.answeredAt !== null) return false
  return record.end === null ? now - record.ringAt > ringEndsMs : isMissed(record.end, false)
}
