import type { DeafRow, LedgerRow, LedgerView } from '#bridge/ledger.ts'
import { missedCalls } from '#domain/call/missed-call.ts'
import type { LedgerEntry } from '#domain/call/missed-ledger.ts'
import type { Workstation } from '../workstation.ts'
import type { Ledger } from './ledger.ts'

/** As many as the bridge carries. */
const rowsMax = 500
const deafMax = 200
const deafShownMs = 24 * 3_600_000

/** The ledger with the names a window shows. */
export function ledgerView(work: Workstation, ledger: Ledger): LedgerView {
  const { open } = ledger.now
  const unconfirmed = ledger.unconfirmed()
  const rows = open.slice(0, rowsMax).map((entry) => rowOf(work, entry, !unconfirmed.has(entry.callerKey)))
  return { rows, count: open.length, deaf: deafRows(work) }
}

function rowOf(work: Workstation, entry: LedgerEntry, confirmed: boolean): LedgerRow {
  const { rows, reference } = work
  const { owner, calls, contactId, organisationId, ...rest } = entry
  return {
    ...rest,
    contactId,
    organisationId,
    calls: calls.length,
    contactName: contactId && (rows.get('contact', contactId)?.name ?? null),
    organisationName: organisationId && (rows.get('organisation', organisationId)?.name ?? null),
    owner: owner && { ...owner, name: reference.user(owner.userId)?.name ?? null, confirmed },
  }
}

function deafRows(work: Workstation): DeafRow[] {
  const { rows, reference, ports } = work
  const now = ports.clock.now()
  return rows
    .deafTimes(now - deafShownMs)
    .slice(-deafMax)
    .map(({ id, userId, from, to }) => {
      const rang = rows.lostBetween(from, to)
      const missed = rang.length === 0 ? 0 : missedCalls(rows.callsOfPbx(rang), now).length
      return { id, userId, name: reference.user(userId)?.name ?? null, from, to, missed }
    })
}
