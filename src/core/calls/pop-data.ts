import type { Pop } from '#bridge/pop.ts'
import type { DialPlan } from '#domain/directory/dial-plan.ts'
import type { Instant } from '#domain/instant.ts'
import { Reference } from '../reference.ts'
import type { Rows } from '../store/rows.ts'
import { whoCalls } from './who-calls.ts'

const nothingLearnt = { get: () => null, weight: () => 0 }

/**
 * The whole way from a number as a PBX sends it to everything the pop shows, over rows alone: for benchmarks and
 * tests that open a `Store` without a workstation around it.
 */
export function popSource(rows: Rows, plan: DialPlan): (number: string, at: Instant) => Pop['who'] {
  const reference = new Reference(rows)
  return (number, at) => {
    const caller = { number, name: '', source: 'from', hidden: false } as const
    return whoCalls(caller, null, { rows, reference, learnt: nothingLearnt, plan, at })
  }
}
