import { assertNever } from '#shared/assert-never.ts'
import type { CallId } from '../ids.ts'
import type { CallEvent } from './call-event.ts'
import type { DeskPolicy } from './desk-policy.ts'
import type { DeskCall, DeskState } from './desk-state.ts'
import { phaseMs } from './desk-state.ts'
import {
  answer,
  answerByPolicy,
  ask,
  backInHand,
  type DeskStep,
  end,
  giveUp,
  hold,
  holdOthers,
  othersTalk,
  pend,
  put,
  settle,
  talk,
  toOwn,
  unwant,
  withDifferences,
} from './desk-step.ts'
import { type OwnReport, restoredOwn } from './own-report.ts'
import type { OwnEvent } from './own-state.ts'

/** What a person orders for one call, and what came of an order that could not be carried out. */
type Order = 'answer' | 'answerFailed' | 'hold' | 'resume' | 'silence' | 'transfer' | 'transferFailed'

/** News of the phone, orders of the person, and the clock. */
export type DeskEvent =
  | { type: 'call'; event: CallEvent }
  | { type: 'own'; event: Exclude<OwnEvent, { type: 'callBegan' | 'callsOver' | 'tick' }> }
  | { type: Order; callId: CallId; at: number }
  /** These calls, as far as they talk or are held, and the conference that stands become one. */
  | { type: 'merge'; callIds: readonly CallId[]; at: number }
  | { type: 'doNotDisturb'; on: boolean; at: number }
  /** A conversation of another phone page that this one takes over: the desk never heard it begin. */
  | { type: 'adopted'; call: { id: CallId; pbxCallId: string; callQueue: string | null }; at: number }
  /** What was kept of an earlier run of the phone. */
  | { type: 'restore'; report: OwnReport; at: number }
  | { type: 'tick'; at: number }

type Phase = DeskCall['phase']
/** Rows of the table: orders, news as `nextCall` knows it (holds cut in two), and `due`, the phase's time is up. */
type Word = Order | 'answering' | 'cancelling' | 'answered' | 'heldOn' | 'heldOff' | 'holdFailed' | 'due'
type Act = (step: DeskStep, call: DeskCall, at: number) => DeskStep

const answered: Act = (step, call, at) => talk(step, { ...call, answered: true }, at)
const transfer: Act = (step, call, at) =>
  pend(call.held ? step : ask(step, { do: 'hold', callId: call.id }), call, 'transferring', at)
const resume: Act = (step, call, at) =>
  ask(pend(holdOthers(step, call.id, at), call, 'resuming', at), { do: 'resume', callId: call.id })
const noteHeld: Act = (step, call) => (call.held ? step : put(step, { ...call, held: true }))
const noteResumed: Act = (step, call) => (call.held ? put(step, { ...call, held: false }) : step)
const nowHeld: Act = (step, call) => settle(step, { ...call, held: true }, 'held')

/**
 * Phase × word → what happens; what is not here changes nothing.
 *
 *   ringing ──answer──▶ answering ──answered──▶ talking ──hold──▶ holding ──heldOn──▶ held
 *   dialling ──────────────────────answered──▶    ▲                                    │
 *      └──cancelling──▶ cancelling                └──heldOff── resuming ◀───resume─────┘
 *   talking, held ──transfer──▶ transferring ──transferFailed, due──▶ held        any ──ended──▶ gone
 */
const table: { readonly [P in Phase]: { readonly [W in Word]?: Act } } = {
  ringing: {
    answer,
    silence: (step, call) => unwant(put(step, { ...call, silenced: true }), call),
    answering: (step, call, at) => pend(holdOthers(step, call.id, at), call, 'answering', at),
    answered,
    due: giveUp,
  },
  // No microphone: it rings on, for a person to see why.
  answering: {
    answered,
    answerFailed: (step, call, at) =>
      put(step, { ...call, phase: 'ringing', autoAnswered: false, until: at + phaseMs.dialling }),
    due: giveUp,
  },
  dialling: {
    answered,
    cancelling: (step, call, at) => pend(step, call, 'cancelling', at),
    due: giveUp,
  },
  // A 200 that crossed our CANCEL is hung up by the phone; `ended` follows.
  cancelling: { due: giveUp },
  talking: { hold, transfer, heldOn: nowHeld, heldOff: noteResumed },
  holding: {
    // The hold is not agreed yet, and already not wanted any more.
    resume,
    heldOn: nowHeld,
    heldOff: noteResumed,
    // While another talks a refused hold is asked for again when its time is up.
    holdFailed: (step, call, at) => (othersTalk(step, call) ? step : talk(step, call, at)),
    due: hold,
  },
  held: {
    resume,
    transfer,
    heldOn: noteHeld,
    // Taken off hold by nobody here: while another talks they go back.
    heldOff: (step, call, at) =>
      othersTalk(step, call) ? hold(step, { ...call, held: false }, at) : talk(step, call, at),
  },
  resuming: {
    hold,
    heldOff: talk,
    holdFailed: (step, call) => settle(step, call, 'held'),
    due: (step, call) => settle(step, call, 'held'),
  },
  transferring: { heldOn: noteHeld, heldOff: noteResumed, transferFailed: backInHand, due: backInHand },
}

/**
 * Folds one event into the desk. News of calls that are over or unknown changes nothing. Whoever begins to talk
 * holds everybody else (auto-hold); a hold that was lost is asked for again; a failed transfer leaves the caller held.
 */
export function nextDesk(desk: DeskState, event: DeskEvent, policy: DeskPolicy): DeskStep {
  return withDifferences(desk, folded({ desk, effects: [] }, event, policy), policy)
}

export const emptyDesk = (at: number): DeskState => ({
  own: { state: 'available', since: at, wanted: { is: 'available' } },
  doNotDisturb: false,
  calls: [],
  over: [],
  unwanted: [],
  toWrapUp: null,
})

function folded(step: DeskStep, event: DeskEvent, policy: DeskPolicy): DeskStep {
  switch (event.type) {
    case 'call':
      return news(step, event.event, policy)
    case 'own':
      return toOwn(step, event.event)
    case 'doNotDisturb':
      if (step.desk.doNotDisturb === event.on) return step
      return { ...step, desk: { ...step.desk, doNotDisturb: event.on } }
    case 'adopted':
      return adopted(step, event.call, event.at)
    case 'restore':
      return restored(step, event.report, event.at)
    case 'merge':
      return merged(step, event.callIds, event.at)
    case 'tick':
      return step.desk.calls
        .filter((call) => 'until' in call && event.at >= call.until)
        .reduce((done, { id }) => said(done, id, 'due', event.at), toOwn(step, event))
    case 'answer':
    case 'answerFailed':
    case 'hold':
    case 'resume':
    case 'silence':
    case 'transfer':
    case 'transferFailed':
      return said(step, event.callId, event.type, event.at)
    default:
      return assertNever(event, 'desk event')
  }
}

function said(step: DeskStep, callId: CallId, word: Word, at: number): DeskStep {
  const call = step.desk.calls.find(({ id }) => id === callId)
  if (call === undefined) return step
  // The table pairs phase and call; TypeScript cannot follow that through two lookups.
  const act = table[call.phase][word] as Act | undefined
  return act === undefined ? step : act(step, call, at)
}

function news(step: DeskStep, event: CallEvent, policy: DeskPolicy): DeskStep {
  const { callId, at } = event
  switch (event.type) {
    case 'offered':
    case 'dialled':
      return begun(step, event, policy)
    case 'answering':
    case 'cancelling':
    case 'answered':
    case 'holdFailed':
      return said(step, callId, event.type, at)
    case 'held':
      return said(step, callId, event.on ? 'heldOn' : 'heldOff', at)
    case 'ended': {
      const call = step.desk.calls.find(({ id }) => id === callId)
      if (call === undefined) return step
      return end(event.end === 'rejected' ? unwant(step, call) : step, call, at, policy)
    }
    default:
      // Holds of theirs, mutes, media and names change nothing on the desk.
      return step
  }
}

function begun(
  step: DeskStep,
  event: Extract<CallEvent, { type: 'offered' | 'dialled' }>,
  policy: DeskPolicy,
): DeskStep {
  const { callId: id, at } = event
  const { calls, over, own, doNotDisturb, unwanted } = step.desk
  if (over.includes(id) || calls.some((call) => call.id === id)) return step
  if (event.type === 'dialled')
    return dialled(step, { ...fresh, id, callQueue: null, pbxCallId: event.sipCallId }, at)
  const { pbxCallId, callQueue } = event
  const silenced = unwanted.includes(pbxCallId)
  const call: DeskCall = {
    ...{ ...fresh, id, pbxCallId, callQueue, silenced },
    phase: 'ringing',
    until: at + policy.ringGiveUpMs,
  }
  const ringing = put(step, call)
  if (doNotDisturb) return ask(ringing, { do: 'refuseBusy', callId: id })
  const listed = callQueue !== null && !silenced && policy.autoAnswer.includes(callQueue)
  return listed && calls.length === 0 && own.state === 'available'
    ? answerByPolicy(ringing, call, at)
    : ringing
}

const fresh = { answered: false, held: false, conference: false, silenced: false, autoAnswered: false }

/** A call of ours is on its way: whoever talks is put on hold for it. */
function dialled(
  step: DeskStep,
  call: typeof fresh & Pick<DeskCall, 'id' | 'pbxCallId' | 'callQueue'>,
  at: number,
): DeskStep {
  const dialling = put(step, { ...call, phase: 'dialling', until: at + phaseMs.dialling })
  return toOwn(holdOthers(dialling, call.id, at), { type: 'callBegan', at })
}

function adopted(
  step: DeskStep,
  call: Pick<DeskCall, 'id' | 'pbxCallId' | 'callQueue'>,
  at: number,
): DeskStep {
  const { calls, over } = step.desk
  if (over.includes(call.id) || calls.some(({ id }) => id === call.id)) return step
  return dialled(step, { ...fresh, ...call, answered: true }, at)
}

/** A phone that began anew: calls it has since then stay, what the dispatcher wanted to be comes back. */
function restored(step: DeskStep, { own, doNotDisturb }: OwnReport, at: number): DeskStep {
  const { desk } = step
  const back = desk.own.state === 'busy' ? { ...desk.own, wanted: own.wanted } : restoredOwn(own, at)
  return { ...step, desk: { ...desk, own: back, doNotDisturb } }
}

function merged(step: DeskStep, callIds: readonly CallId[], at: number): DeskStep {
  const joined = step.desk.calls.filter(
    ({ id, phase, conference }) =>
      (callIds.includes(id) || conference) && ['talking', 'held', 'holding', 'resuming'].includes(phase),
  )
  if (joined.length < 2) return step
  const together = joined.reduce(
    (done, call) => {
      const asked = call.phase === 'talking' ? done : ask(done, { do: 'resume', callId: call.id })
      return settle(asked, { ...call, conference: true, held: false }, 'talking')
    },
    holdOthersThan(step, joined, at),
  )
  return toOwn(together, { type: 'callBegan', at })
}

/** Whoever talks and is not of these goes on hold. */
function holdOthersThan(step: DeskStep, joined: readonly DeskCall[], at: number): DeskStep {
  return step.desk.calls
    .filter((call) => call.phase === 'talking' && !joined.includes(call))
    .reduce((done, call) => hold(done, call, at), step)
}
