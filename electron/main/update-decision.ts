import type { Activity } from './core-messages.ts'
import type { InstallMode } from './install-mode.ts'

/** A call that just ended is often followed by its wrap-up: this long nothing may have happened, ms. */
export const quietMs = 30_000

export type UpdateMoment = {
  mode: InstallMode
  downloaded: boolean
  /** What the core said last; null: it does not answer, and what we do not know counts as busy. */
  activity: Activity | null
  /** For how long the core has been idle, ms of a monotonic clock. */
  idleForMs: number
  /** The person is quitting: the shift is over, nobody needs to be away or quiet first. */
  quitting: boolean
}

export type UpdateDecision = 'nothing' | 'leaveToIt' | 'wait' | 'install'

/** Nothing a person would lose or be torn out of. */
export const isIdle = (activity: Activity | null): boolean =>
  activity !== null && activity.calls === 0 && activity.drafts === 0 && activity.pending === 0

/**
 * | downloaded | mode       | call, draft or unsent change, or unknown | away and quiet, or quitting | then      |
 * |------------|------------|-------------------------------------------|-----------------------------|-----------|
 * | –          | perMachine | –                                         | –                           | leaveToIt |
 * | no         | perUser    | –                                         | –                           | nothing   |
 * | yes        | perUser    | yes                                       | –                           | wait      |
 * | yes        | perUser    | no                                        | no                          | wait      |
 * | yes        | perUser    | no                                        | yes                         | install   |
 */
export function decideUpdate({
  mode,
  downloaded,
  activity,
  idleForMs,
  quitting,
}: UpdateMoment): UpdateDecision {
  if (mode === 'perMachine') return 'leaveToIt'
  if (!downloaded) return 'nothing'
  if (!isIdle(activity)) return 'wait'
  if (quitting) return 'install'
  return activity?.away && idleForMs >= quietMs ? 'install' : 'wait'
}
