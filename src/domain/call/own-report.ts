import { z } from 'zod'
import { nextOwn, type OwnState, ownState } from './own-state.ts'

/** What the phone page tells of its dispatcher, and what is kept of it for the next start. */
export const ownReport = z.object({ own: ownState, doNotDisturb: z.boolean() })
export type OwnReport = z.infer<typeof ownReport>

/** Should the PBX's queues pass this dispatcher over, and why (a code); null: no. */
export function queuePauseOf({ own, doNotDisturb }: OwnReport): { reason: string } | null {
  if (doNotDisturb) return { reason: 'doNotDisturb' }
  if (own.state === 'wrapUp') return { reason: 'wrapUp' }
  if (own.wanted.is === 'away') return { reason: own.wanted.reason }
  return null
}

/** An own state kept by an earlier run: calls of that run are over, and a wrap-up may have run out meanwhile. */
export function restoredOwn(own: OwnState, at: number): OwnState {
  const free = nextOwn(own, { type: 'callsOver', at, wrapUp: null })
  return nextOwn(free, { type: 'tick', at })
}
