import type { CallId } from '../ids.ts'
import type { DeskPolicy } from './desk-policy.ts'
import type { OwnState } from './own-state.ts'

/** Phases the other side or the clock ends; each has a time at which we act by ourselves. */
export const pendingPhases = [
  'ringing',
  'answering',
  'dialling',
  'cancelling',
  'holding',
  'resuming',
  'transferring',
] as const
export type PendingPhase = (typeof pendingPhases)[number]

type CallOnDesk = {
  id: CallId
  /** The PBX's name of the call: a queue that rings again after a refusal rings under the same one. */
  pbxCallId: string
  callQueue: string | null
  answered: boolean
  /** The other side knows that it is held. */
  held: boolean
  /** Merged with every other call that says so. */
  conference: boolean
  silenced: boolean
  /** Answered by policy, not by a person. */
  autoAnswered: boolean
}

/** A live call as the desk in front of the dispatcher sees it: who talks, who waits, what is under way. */
export type DeskCall =
  | (CallOnDesk & { phase: PendingPhase; until: number })
  | (CallOnDesk & { phase: 'talking' | 'held' })

/** An answered queue call that has to be written up, and how long that may take. */
export type ToWrapUp = { callId: CallId; ms: number }

export type DeskState = {
  own: OwnState
  doNotDisturb: boolean
  /** In the order they came. */
  calls: readonly DeskCall[]
  /** Calls that are over: late news of them must not begin them again. The latest 200. */
  over: readonly CallId[]
  /** Refused or silenced here: a queue that rings them again does so without a sound. PBX call ids, the latest 50. */
  unwanted: readonly string[]
  /** Ended while another call went on: written up when that one is over. */
  toWrapUp: ToWrapUp | null
}

/** How long each pending phase may last, ms. */
export const phaseMs: Readonly<Record<Exclude<PendingPhase, 'ringing'>, number>> = {
  /** 64·T1 of RFC 3261 §13.3.1.4: no ACK by then, no call. */
  answering: 32_000,
  /** Timer C of RFC 3261 §16.6 is over 3 minutes. */
  dialling: 200_000,
  cancelling: 32_000,
  /** Glare is tried again after 2.1 s at least (RFC 3261 §14.1); 8 s are a lost answer. */
  holding: 8_000,
  resuming: 8_000,
  /** The transfer target may ring as long as anybody. */
  transferring: 200_000,
}

export type DeskSound = 'none' | 'ring' | 'soft'

/** What sounds: only for a call that rings and was not silenced, and only as the policy allows (invariant I5). */
export function soundOf(desk: DeskState, policy: DeskPolicy): DeskSound {
  const rings = desk.calls.some(({ phase, silenced }) => phase === 'ringing' && !silenced)
  if (!rings || desk.doNotDisturb) return 'none'
  if (desk.calls.some(({ phase }) => phase !== 'ringing')) return policy.callWaiting ? 'soft' : 'none'
  if (desk.own.state === 'away') return policy.ringWhenAway ? 'ring' : 'none'
  if (desk.own.state === 'wrapUp') return policy.ringInWrapUp ? 'soft' : 'none'
  return 'ring'
}

/** Calls that hear the microphone: one, or those of one conference (invariant I3). */
export function microphoneCalls(desk: DeskState): CallId[] {
  return desk.calls.filter(({ phase }) => phase === 'talking').map(({ id }) => id)
}

/** When the desk has to be looked at again by the clock; null: nothing is pending. */
export function nextDueOf({ own, calls }: DeskState): number | null {
  const dues = calls.flatMap((call) => ('until' in call ? [call.until] : []))
  if (own.state === 'wrapUp') dues.push(own.until)
  return dues.length === 0 ? null : Math.min(...dues)
}
