import type { CallDetails, JournalRow } from '#bridge/calls.ts'
import type { CallRecord } from '#domain/call/call-record.ts'
import { callerKeyOf, missedCalls } from '#domain/call/missed-call.ts'
import { reckonLedger, type Settlement } from '#domain/call/missed-ledger.ts'
import type { CallId, ContactId } from '#domain/ids.ts'
import { fold } from '../files/fold.ts'
import type { CallFilter } from '../store/call-lists.ts'
import type { Workstation } from '../workstation.ts'

export interface JournalAsk {
  only: CallFilter['only']
  whose: 'mine' | 'all'
  text: string
  limit: number
}

/** A call that rang at everybody has a record of each: so many more are read than rows are shown. */
const recordsPerRow = 8
/** Parties a search looks for; more would be a search for everything. */
const partiesMax = 200

/** Past calls, newest first, one row a call however many consoles it rang at. */
export function journal(work: Workstation, { only, whose, text, limit }: JournalAsk): JournalRow[] {
  const me = work.account?.user.id ?? null
  if (me === null) return []
  const records = work.rows.journal(
    { only, userId: whose === 'mine' ? me : null, ...searched(work, text) },
    limit * recordsPerRow,
  )
  const order = [...new Set(records.map(({ pbxCallId }) => pbxCallId))]
  const several = byCall(work.rows.callsOfPbx(order))
  const rows = order.flatMap((pbxCallId) => {
    const ofCall = several.get(pbxCallId)
    return ofCall ? rowOf(work, ofCall) : []
  })
  return rows.filter(({ missed }) => only !== 'missed' || missed).slice(0, limit)
}

/** Null: no such call. */
export function callDetails(work: Workstation, callId: CallId): CallDetails | null {
  const { rows, ports } = work
  const asked = rows.get('callRecord', callId)
  if (asked === null) return null
  const ofCall = rows.callsOfPbx([asked.pbxCallId])
  const row = rowOf(work, ofCall)
  const keys = [...new Set(ofCall.map(callerKeyOf))]
  const contacts = ofCall.flatMap(({ contactId }): ContactId[] => (contactId ? [contactId] : []))
  const settled = row.missed
    ? reckonLedger(
        [...ofCall, ...rows.callsWith(keys, contacts, row.record.ringAt)],
        [],
        rows.closuresOf(keys),
        ports.clock.now(),
      ).settled.get(asked.pbxCallId)
    : undefined
  return {
    row,
    rangAt: ofCall
      .toSorted((a, b) => a.ringAt - b.ringAt)
      .map(({ userId, ringAt, end, answeredAt }) => ({
        userName: work.reference.user(userId)?.name ?? null,
        ringAt,
        end,
        answered: answeredAt !== null,
      })),
    tickets: row.record.ticketIds.flatMap((ticketId) => {
      const ticket = rows.get('ticket', ticketId)
      return ticket === null
        ? []
        : { ticketId, number: ticket.number ?? ticket.provisionalNumber, subject: ticket.subject }
    }),
    settlement: settled ? settlementOf(work, settled) : null,
  }
}

function settlementOf({ reference }: Workstation, settled: Settlement): CallDetails['settlement'] {
  const { how, at, by } = settled
  return { how, at, byName: reference.user(by)?.name ?? null, note: 'note' in settled ? settled.note : '' }
}

function byCall(records: readonly CallRecord[]): Map<string, CallRecord[]> {
  const calls = new Map<string, CallRecord[]>()
  for (const record of records) {
    const others = calls.get(record.pbxCallId)
    if (others) others.push(record)
    else calls.set(record.pbxCallId, [record])
  }
  return calls
}

function rowOf(work: Workstation, several: readonly CallRecord[]): JournalRow {
  const { rows, reference, account, ports } = work
  const says = (record: CallRecord) =>
    (record.answeredAt === null ? 0 : 4) +
    (record.userId === account?.user.id ? 2 : 0) +
    (record.contactId === null ? 0 : 1)
  const [best] = several.toSorted((a, b) => says(b) - says(a) || a.ringAt - b.ringAt) as [CallRecord]
  const known = best.contactId === null ? several.find(({ contactId }) => contactId !== null) : undefined
  const record: CallRecord = {
    ...best,
    contactId: known?.contactId ?? best.contactId,
    organisationId: known?.organisationId ?? best.organisationId,
    ticketIds: [...new Set(several.flatMap(({ ticketIds }) => ticketIds))].slice(0, 50),
  }
  return {
    record,
    missed: missedCalls(several, ports.clock.now()).length > 0,
    contactName: record.contactId && (rows.get('contact', record.contactId)?.name ?? null),
    organisationName:
      record.organisationId && (rows.get('organisation', record.organisationId)?.name ?? null),
    userName: reference.user(record.userId)?.name ?? null,
  }
}

/** What a person typed: digits are looked for in numbers, words in the names of parties and callers. */
function searched(
  { store }: Workstation,
  text: string,
): Pick<CallFilter, 'digits' | 'name' | 'contactIds' | 'organisationIds'> {
  const name = fold(text.trim()).replaceAll(/[%_]/g, '')
  const digits = /^[\d\s()+-]{2,}$/.test(name) ? name.replaceAll(/\D/g, '').replace(/^8(?=\d{10}$)/, '7') : ''
  if (digits !== '') return { digits, name: '', contactIds: [], organisationIds: [] }
  return {
    digits,
    name,
    contactIds: name.length < 3 ? [] : store.contactsByText(name, partiesMax),
    organisationIds: name.length < 3 ? [] : store.organisationsByText(name, partiesMax),
  }
}
