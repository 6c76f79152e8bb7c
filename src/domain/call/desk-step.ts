import type { CallId } from '../ids.ts'
import { type DeskPolicy, wrapUpMsFor } from './desk-policy.ts'
import {
  type DeskCall,
  type DeskSound,
  type DeskState,
  microphoneCalls,
  type PendingPhase,
  phaseMs,
  soundOf,
} from './desk-state.ts'
import { queuePauseOf } from './own-report.ts'
import { nextOwn, type OwnEvent } from './own-state.ts'

/** What the phone has to do; made after the state is journalled. */
export type DeskEffect =
  | { do: 'hold' | 'resume' | 'refuseBusy' | 'giveUp'; callId: CallId }
  /** `auto`: by policy; the dispatcher hears a beep first. */
  | { do: 'answer'; callId: CallId; auto: boolean }
  | { do: 'microphone'; callIds: CallId[] }
  | { do: 'sound'; sound: DeskSound }
  | { do: 'pauseQueue'; reason: string | null }

/** The desk and what is to be done, as far as one event has been folded. */
export type DeskStep = { readonly desk: DeskState; readonly effects: readonly DeskEffect[] }

/** Late news of these many calls is still known to be late. */
const overKept = 200
/** A queue rings the same caller for minutes, not for fifty callers. */
const unwantedKept = 50

export function put({ desk, effects }: DeskStep, call: DeskCall): DeskStep {
  const known = desk.calls.some(({ id }) => id === call.id)
  const calls = known
    ? desk.calls.map((other) => (other.id === call.id ? call : other))
    : [...desk.calls, call]
  return { desk: { ...desk, calls }, effects }
}

export function ask(step: DeskStep, effect: DeskEffect): DeskStep {
  return { ...step, effects: [...step.effects, effect] }
}

export function toOwn(step: DeskStep, event: OwnEvent): DeskStep {
  const own = nextOwn(step.desk.own, event)
  return own === step.desk.own ? step : { ...step, desk: { ...step.desk, own } }
}

export function pend(
  step: DeskStep,
  call: DeskCall,
  phase: Exclude<PendingPhase, 'ringing'>,
  at: number,
): DeskStep {
  return put(step, { ...call, phase, until: at + phaseMs[phase] })
}

export function settle(step: DeskStep, call: DeskCall, phase: 'talking' | 'held'): DeskStep {
  const { id, pbxCallId, callQueue, answered, held, silenced, autoAnswered } = call
  // Whoever is put on hold alone has left the conference.
  const conference = call.conference && phase === 'talking'
  return put(step, {
    ...{ id, pbxCallId, callQueue, answered, held, silenced, autoAnswered },
    ...{ conference, phase },
  })
}

export function hold(step: DeskStep, call: DeskCall, at: number): DeskStep {
  return ask(pend(step, { ...call, conference: false }, 'holding', at), { do: 'hold', callId: call.id })
}

/** Auto-hold: whoever begins to talk puts everybody else on hold. */
export function holdOthers(step: DeskStep, except: CallId, at: number): DeskStep {
  return step.desk.calls
    .filter(({ id, phase }) => id !== except && (phase === 'talking' || phase === 'resuming'))
    .reduce((folded, call) => hold(folded, call, at), step)
}

/** Somebody else talks or is about to. */
export function othersTalk({ desk }: DeskStep, { id }: DeskCall): boolean {
  const speaking = new Set<DeskCall['phase']>(['talking', 'answering', 'resuming', 'dialling'])
  return desk.calls.some((call) => call.id !== id && speaking.has(call.phase))
}

export function talk(step: DeskStep, call: DeskCall, at: number): DeskStep {
  const alone = settle(holdOthers(step, call.id, at), { ...call, held: false }, 'talking')
  return toOwn(alone, { type: 'callBegan', at })
}

export function answer(step: DeskStep, call: DeskCall, at: number): DeskStep {
  return ask(pend(holdOthers(step, call.id, at), call, 'answering', at), {
    ...{ do: 'answer', callId: call.id },
    auto: false,
  })
}

/** By policy: nobody else is on the desk, so nobody has to be held. */
export function answerByPolicy(step: DeskStep, call: DeskCall, at: number): DeskStep {
  return ask(pend(step, { ...call, autoAnswered: true }, 'answering', at), {
    ...{ do: 'answer', callId: call.id },
    auto: true,
  })
}

/** The dispatcher does not want to hear this call: the queue that rings it again does so quietly. */
export function unwant(step: DeskStep, { pbxCallId }: DeskCall): DeskStep {
  const { unwanted } = step.desk
  if (unwanted.includes(pbxCallId)) return step
  return { ...step, desk: { ...step.desk, unwanted: [...unwanted, pbxCallId].slice(-unwantedKept) } }
}

/** A transfer that came to nothing: the caller is held, never lost and never suddenly on the air (invariant I6). */
export function backInHand(step: DeskStep, call: DeskCall, at: number): DeskStep {
  return call.held ? settle(step, call, 'held') : hold(step, call, at)
}

/** The phone ends it; until its `ended` comes it is asked again. */
export function giveUp(step: DeskStep, call: DeskCall, at: number): DeskStep {
  if (!('until' in call)) return step
  return ask(put(step, { ...call, until: at + phaseMs.cancelling }), { do: 'giveUp', callId: call.id })
}

export function end(step: DeskStep, call: DeskCall, at: number, policy: DeskPolicy): DeskStep {
  const calls = step.desk.calls.filter(({ id }) => id !== call.id)
  const over = [...step.desk.over, call.id].slice(-overKept)
  const ms = call.answered ? wrapUpMsFor(policy, call.callQueue) : 0
  const toWrapUp = ms > 0 ? { callId: call.id, ms } : step.desk.toWrapUp
  const left: DeskStep = { ...step, desk: { ...step.desk, calls, over, toWrapUp } }
  if (calls.some(({ phase }) => phase !== 'ringing')) return left
  const clear: DeskStep = { ...left, desk: { ...left.desk, toWrapUp: null } }
  return toOwn(clear, { type: 'callsOver', at, wrapUp: toWrapUp })
}

/** Microphone, sound and queue pause follow from the state; they are told when they change. */
export function withDifferences(before: DeskState, step: DeskStep, policy: DeskPolicy): DeskStep {
  const after = step.desk
  if (after === before) return step
  let told = step
  const callIds = microphoneCalls(after)
  if (callIds.join() !== microphoneCalls(before).join()) told = ask(told, { do: 'microphone', callIds })
  const sound = soundOf(after, policy)
  if (sound !== soundOf(before, policy)) told = ask(told, { do: 'sound', sound })
  const reason = queuePauseOf(after)?.reason ?? null
  if (reason !== (queuePauseOf(before)?.reason ?? null)) told = ask(told, { do: 'pauseQueue', reason })
  return told
}
