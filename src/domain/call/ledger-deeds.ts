import { ok, type Result, refuse } from '#shared/result.ts'
import type { Role } from '../directory/staff.ts'
import type { UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { CallerKey, LedgerClaim, LedgerClosure } from './ledger-rows.ts'
import type { LedgerEntry } from './missed-ledger.ts'

/** Who acts and when, as the desk knows it. */
export type LedgerActor = { by: UserId; role: Role; at: Instant }

export type LedgerRefusal =
  | { code: 'takenBy'; userId: UserId; at: Instant }
  | { code: 'notYours' }
  | { code: 'nothingOpen' }

/**
 * Takes a caller to call back. `expected` is the owner the person saw, null for nobody: of two who claim at once the
 * second is told who was first. A supervisor may take over from the owner they saw; a dispatcher may not.
 */
export function claimCaller(
  claim: LedgerClaim | null,
  ask: { callerKey: CallerKey; pbxCallIds: readonly string[]; expected: UserId | null },
  { by, role, at }: LedgerActor,
): Result<LedgerClaim, LedgerRefusal> {
  if (ask.pbxCallIds.length === 0) return refuse({ code: 'nothingOpen' })
  const holds = ownerFor(claim, ask.pbxCallIds)
  const takes = holds === null || holds === by || (role !== 'dispatcher' && holds === ask.expected)
  if (claim !== null && holds !== null && !takes) {
    return refuse({ code: 'takenBy', userId: holds, at: claim.at })
  }
  // Said twice, it still counts from the first; calls that came since are taken along.
  const since = claim !== null && holds === by ? claim.at : at
  const pbxCallIds = [...ask.pbxCallIds].slice(-200)
  return ok({ id: ask.callerKey, v: claim?.v ?? 0, userId: by, at: since, pbxCallIds })
}

/**
 * Gives a caller back. Only the owner does, or a supervisor for the owner they saw (`expected`); giving back what
 * nobody holds changes nothing.
 */
export function releaseCaller(
  claim: LedgerClaim | null,
  expected: UserId,
  { by, role, at }: LedgerActor,
): Result<LedgerClaim | null, LedgerRefusal> {
  if (claim === null || claim.userId === null) return ok(claim)
  if (claim.userId !== by && role === 'dispatcher') return refuse({ code: 'notYours' })
  if (claim.userId !== expected) return refuse({ code: 'takenBy', userId: claim.userId, at: claim.at })
  return ok({ ...claim, userId: null, at })
}

/** Settles calls without a talk. Calls another person has taken are theirs to settle, or a supervisor's. */
export function closeCalls(
  claim: LedgerClaim | null,
  closure: Omit<LedgerClosure, 'v' | 'by' | 'at'>,
  { by, role, at }: LedgerActor,
): Result<LedgerClosure, LedgerRefusal> {
  const holds = ownerFor(claim, closure.pbxCallIds)
  if (claim !== null && holds !== null && holds !== by && role === 'dispatcher') {
    return refuse({ code: 'takenBy', userId: holds, at: claim.at })
  }
  return ok({ ...closure, v: 0, by, at })
}

/** Two people never call back at once: only the owner dials an entry, and an entry without one is claimed first. */
export function mayCallBack(
  entry: Pick<LedgerEntry, 'owner' | 'number'>,
  by: UserId,
): Result<{ claimFirst: boolean; number: string }, LedgerRefusal | { code: 'noNumber' }> {
  if (entry.number === null) return refuse({ code: 'noNumber' })
  if (entry.owner !== null && entry.owner.userId !== by) {
    return refuse({ code: 'takenBy', userId: entry.owner.userId, at: entry.owner.at })
  }
  return ok({ claimFirst: entry.owner === null, number: entry.number })
}

/** The owner of any of these calls; a claim that was made for others has ended with them. */
function ownerFor(claim: LedgerClaim | null, pbxCallIds: readonly string[]): UserId | null {
  return claim?.pbxCallIds.some((id) => pbxCallIds.includes(id)) ? claim.userId : null
}
