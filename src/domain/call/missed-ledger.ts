import type { ContactId, OrganisationId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { CallRecord } from './call-record.ts'
import type { CallerKey, CloseReason, LedgerClaim, LedgerClosure } from './ledger-rows.ts'
import { callerKeyOf, type MissedCall, missedCalls } from './missed-call.ts'

/** One caller who waits to be called back. */
export type LedgerEntry = {
  callerKey: CallerKey
  /** To dial; null where the number was hidden or is none. */
  number: string | null
  numberRaw: string
  callerName: string
  hidden: boolean
  contactId: ContactId | null
  organisationId: OrganisationId | null
  callQueue: string | null
  /** The calls nobody settled yet, oldest first. */
  calls: { pbxCallId: string; at: Instant }[]
  firstAt: Instant
  lastAt: Instant
  owner: { userId: UserId; at: Instant } | null
  /** Our calls to them since the first of these that did not get through. */
  attempts: number
  lastAttemptAt: Instant | null
}

/** How a missed call was settled, for its row in the journal. */
export type Settlement =
  | { how: 'theyGotThrough' | 'weGotThrough'; at: Instant; by: UserId | null; callId: CallRecord['id'] }
  | { how: CloseReason; at: Instant; by: UserId; note: string }

export type Ledger = {
  /** Open entries, the longest waiting first. */
  open: LedgerEntry[]
  /** Settled missed calls by their PBX id. */
  settled: ReadonlyMap<string, Settlement>
}

/**
 * The ledger as it follows from what happened: call records of all consoles, claims and closures, in any order and
 * with repeats. A missed call is settled by a later answered call with the same number or contact, in or out, or by
 * a person; otherwise it stays, however old it is.
 */
export function reckonLedger(
  told: readonly CallRecord[],
  claims: readonly LedgerClaim[],
  closures: readonly LedgerClosure[],
  now: Instant,
): Ledger {
  const records = newest(told)
  const talks = index(records.filter(({ answeredAt }) => answeredAt !== null))
  const tries = index(
    records.filter(({ direction, answeredAt }) => direction === 'out' && answeredAt === null),
  )
  const closed = closuresByCall(closures)
  const settled = new Map<string, Settlement>()
  const waiting = new Map<CallerKey, MissedCall[]>()
  for (const call of missedCalls(records, now)) {
    const settlement = closed.get(call.pbxCallId) ?? gotThrough(call, talks)
    if (settlement !== null) settled.set(call.pbxCallId, settlement)
    else add(waiting, call.callerKey, call)
  }
  const claimOf = new Map(claims.toSorted((a, b) => a.v - b.v).map((claim) => [claim.id, claim]))
  const open = [...waiting].map(([key, calls]) => entryOf(calls, claimOf.get(key), tries))
  return { open: open.sort((a, b) => a.firstAt - b.firstAt || (a.callerKey < b.callerKey ? -1 : 1)), settled }
}

/** Each record once, as it was last told. */
function newest(told: readonly CallRecord[]): CallRecord[] {
  const byId = new Map<CallRecord['id'], CallRecord>()
  for (const record of told) if (record.v >= (byId.get(record.id)?.v ?? 0)) byId.set(record.id, record)
  return [...byId.values()]
}

function add<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const others = map.get(key)
  if (others) others.push(value)
  else map.set(key, [value])
}

/** Records by caller and by contact, so that a year of calls is gone through once. */
type Index = { byCaller: Map<CallerKey, CallRecord[]>; byContact: Map<ContactId, CallRecord[]> }

function index(records: readonly CallRecord[]): Index {
  const found: Index = { byCaller: new Map(), byContact: new Map() }
  for (const record of records) {
    add(found.byCaller, callerKeyOf(record), record)
    if (record.contactId !== null) add(found.byContact, record.contactId, record)
  }
  return found
}

function withCaller(
  { callerKey, record: { contactId } }: MissedCall,
  { byCaller, byContact }: Index,
): CallRecord[] {
  const same = byCaller.get(callerKey) ?? []
  const others = contactId === null ? [] : (byContact.get(contactId) ?? [])
  return [...new Set([...same, ...others])]
}

/** The first talk with the caller that began after this call rang; a talk that was on meanwhile settles nothing. */
function gotThrough(call: MissedCall, talks: Index): Settlement | null {
  const [talk] = withCaller(call, talks)
    .filter(({ answeredAt }) => (answeredAt ?? 0) > call.at)
    .sort((a, b) => (a.answeredAt ?? 0) - (b.answeredAt ?? 0) || (a.id < b.id ? -1 : 1))
  if (talk === undefined) return null
  const how = talk.direction === 'in' ? 'theyGotThrough' : 'weGotThrough'
  return { how, at: talk.answeredAt ?? 0, by: talk.userId, callId: talk.id }
}

function closuresByCall(closures: readonly LedgerClosure[]): Map<string, Settlement> {
  const closed = new Map<string, Settlement>()
  // Of two people who closed the same call the first word stands.
  for (const { pbxCallIds, reason, note, by, at } of closures.toSorted(
    (a, b) => b.at - a.at || (a.id < b.id ? 1 : -1),
  )) {
    for (const id of pbxCallIds) closed.set(id, { how: reason, at, by, note })
  }
  return closed
}

function entryOf(calls: MissedCall[], claim: LedgerClaim | undefined, tries: Index): LedgerEntry {
  const first = calls[0] as MissedCall
  const last = calls.at(-1) as MissedCall
  const known = calls.findLast(({ record }) => record.contactId !== null) ?? last
  const attempts = [...new Set(calls.flatMap((call) => withCaller(call, tries)))].filter(
    ({ ringAt }) => ringAt > first.at,
  )
  const mine = claim?.pbxCallIds.some((id) => calls.some(({ pbxCallId }) => pbxCallId === id)) ?? false
  return {
    callerKey: first.callerKey,
    number: last.record.hidden ? null : last.record.number,
    numberRaw: last.record.hidden ? '' : last.record.numberRaw,
    callerName: known.record.callerName,
    hidden: last.record.hidden,
    contactId: known.record.contactId,
    organisationId: known.record.organisationId,
    callQueue: last.record.callQueue,
    calls: calls.map(({ pbxCallId, at }) => ({ pbxCallId, at })),
    firstAt: first.at,
    lastAt: last.at,
    owner: mine && claim?.userId ? { userId: claim.userId, at: claim.at } : null,
    attempts: attempts.length,
    lastAttemptAt: attempts.length === 0 ? null : Math.max(...attempts.map(({ ringAt }) => ringAt)),
  }
}

const amberMs = 30 * 60_000
const redMs = 60 * 60_000

/** How long the caller waits, by the wall and not by working hours: a night's call is red in the morning. */
export function waitOf({ firstAt }: Pick<LedgerEntry, 'firstAt'>, now: Instant): 'fresh' | 'amber' | 'red' {
  const waited = now - firstAt
  if (waited >= redMs) return 'red'
  return waited >= amberMs ? 'amber' : 'fresh'
}
