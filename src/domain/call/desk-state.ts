import type { CallId } from '../ids.ts'
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
  callQueue: string | null
  answered: boolean
  /** The other side knows that it is held. */
  held: boolean
  /** Merged with every other call that says so. */
  conference: boolean
  silenced: boolean
}

/** A live call as the desk in front of the dispatcher sees it: who talks, who waits, what is under way. */
export type DeskCall =
  | (CallOnDesk & { phase: PendingPhase; until: number })
  | (CallOnDesk & { phase: 'talking' | 'held' })

export type DeskState = {
  own: OwnState
  doNotDisturb: boolean
  /** In the order they came. */
  calls: readonly DeskCall[]
  /** Calls that are over: late news of them must not begin them again. The latest 200. */
  over: readonly CallId[]
}

/** The company's rules for a desk: data, set by IT or a supervisor. */
export type DeskPolicy = {
  callWaiting: boolean
  ringWhenAway: boolean
  ringInWrapUp: boolean
  /** Call queues whose calls are answered by themselves, while available and without another call. Never the caller's word. */
  autoAnswer: readonly string[]
  /** Wrap-up of a queue's call, ms; 0: none. */
  wrapUpMs: number
  /** Longer than the PBX's own ring, so that the PBX decides that a call was missed. */
  ringGiveUpMs: number
}

export const defaultDeskPolicy: DeskPolicy = {
  callWaiting: true,
  ringWhenAway: false,
  ringInWrapUp: true,
  autoAnswer: [],
  wrapUpMs: 30_000,
  ringGiveUpMs: 10 * 60_000,
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

/** Should the PBX's queues pass this dispatcher over, and why; null: no. */
export function queuePauseOf(desk: DeskState): { reason: string } | null {
  if (desk.doNotDisturb) return { reason: 'doNotDisturb' }
  const { own } = desk
  if (own.state === 'wrapUp') return { reason: 'wrapUp' }
  if (own.wanted.is === 'away') return { reason: own.wanted.reason }
  return null
}
