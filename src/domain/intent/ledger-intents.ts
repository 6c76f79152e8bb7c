import { assertNever } from '#shared/assert-never.ts'
import { refuse } from '#shared/result.ts'
import { claimCaller, closeCalls, type LedgerRefusal, releaseCaller } from '../call/ledger-deeds.ts'
import type { CallerKey } from '../call/ledger-rows.ts'
import type { EntityRef } from '../entities.ts'
import {
  type Applying,
  alreadyExists,
  alreadySo,
  done,
  forbidden,
  type IntentRules,
  invalid,
} from './intent-rule.ts'

/** Who calls a missed caller back, that nobody need, and when a line did not hear. */
export const ledgerIntents: IntentRules<'ledger.claim' | 'ledger.release' | 'ledger.close' | 'line.wasDeaf'> =
  {
    'ledger.claim': {
      refs: ({ callerKey }) => [claimRef(callerKey)],
      apply({ callerKey, pbxCallIds, expected }, rows, context) {
        const before = rows('ledgerClaim', callerKey)
        const claimed = claimCaller(before, { callerKey, pbxCallIds, expected }, context)
        if (!claimed.ok) return refused(claimed.refusal)
        const same =
          before?.userId === claimed.value.userId &&
          before.pbxCallIds.join(' ') === claimed.value.pbxCallIds.join(' ')
        return same ? alreadySo() : done({ entity: 'ledgerClaim', row: claimed.value })
      },
    },
    'ledger.release': {
      refs: ({ callerKey }) => [claimRef(callerKey)],
      apply({ callerKey, expected }, rows, context) {
        const before = rows('ledgerClaim', callerKey)
        const released = releaseCaller(before, expected, context)
        if (!released.ok) return refused(released.refusal)
        return released.value === null || released.value === before
          ? alreadySo()
          : done({ entity: 'ledgerClaim', row: released.value })
      },
    },
    'ledger.close': {
      refs: ({ closure }) => [claimRef(closure.callerKey), { entity: 'ledgerClosure', id: closure.id }],
      apply({ closure }, rows, context) {
        const before = rows('ledgerClosure', closure.id)
        if (before !== null) return before.by === context.by ? alreadySo() : alreadyExists('ledgerClosure')
        const closed = closeCalls(rows('ledgerClaim', closure.callerKey), closure, context)
        return closed.ok ? done({ entity: 'ledgerClosure', row: closed.value }) : refused(closed.refusal)
      },
    },
    'line.wasDeaf': {
      refs: ({ deaf }) => [{ entity: 'deafTime', id: deaf.id }],
      apply({ deaf }, rows, { by }) {
        if (rows('deafTime', deaf.id) !== null) return alreadySo()
        if (deaf.to < deaf.from) return invalid('to')
        return done({ entity: 'deafTime', row: { ...deaf, v: 0, userId: by } })
      },
    },
  }

const claimRef = (id: CallerKey): EntityRef => ({ entity: 'ledgerClaim', id })

function refused(refusal: LedgerRefusal): Applying {
  switch (refusal.code) {
    case 'takenBy':
      return refuse(refusal)
    case 'notYours':
      return forbidden('ledgerClaim')
    case 'nothingOpen':
      return invalid('pbxCallIds')
    default:
      return assertNever(refusal, 'refusal of the ledger')
  }
}
