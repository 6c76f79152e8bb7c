import type { Call, CallState } from './call.ts'
import type { CallDialog } from './call-dialog.ts'
import type { CallEvent } from './call-event.ts'

type In<State extends CallState> = Extract<Call, { state: State }>
type On<Type extends CallEvent['type']> = Extract<CallEvent, { type: Type }>
type Steps<State extends CallState> = {
  readonly [Type in CallEvent['type']]?: (call: In<State>, event: On<Type>) => Call
}
type Table = { readonly [State in CallState]: Steps<State> }

/**
 *   in:   ● ──offered──▶ ringing ──answering──▶ answering ──answered──▶ active
 *                           └────────────answered──────────────────────▶
 *   out:  ● ──dialled──▶ dialling ──remoteRinging──▶ remoteRinging ──answered──▶ active
 *                           │ └─────────────────answered───────────────────────▶
 *                           └─cancelling─▶ cancelling ◀─cancelling─┘ remoteRinging
 *   any ──ended──▶ over
 *
 * In `cancelling` an `answered` changes nothing: a 200 that crossed our CANCEL is acknowledged and hung up by the
 * phone, and `ended` follows. Regions of `active` move on their own:
 *   holdLocal: off ─holdAsked on─▶ pendingOn ─held on─▶ on ─holdAsked off─▶ pendingOff ─held off─▶ off
 *              pendingOn ─holdFailed─▶ off, pendingOff ─holdFailed─▶ on
 * What is not in the table (late, repeated or impossible news) leaves the call as it is: the very same object.
 */
const table: Table = {
  ringing: {
    answering: (call) => ({ ...call, state: 'answering' }),
    answered: talk,
    numbered: renamed,
    ended: over,
  },
  answering: {
    answered: talk,
    numbered: renamed,
    // The caller gave up while we were picking up; still a missed call, but not one we let ring.
    ended: (call, event) => over(call, event.end === 'abandoned' ? { ...event, end: 'lostRace' } : event),
  },
  dialling: {
    remoteRinging: (call) => ({ ...call, state: 'remoteRinging' }),
    cancelling: (call) => ({ ...call, state: 'cancelling' }),
    answered: talk,
    numbered: renamed,
    ended: over,
  },
  remoteRinging: {
    cancelling: (call) => ({ ...call, state: 'cancelling' }),
    answered: talk,
    numbered: renamed,
    ended: over,
  },
  cancelling: { ended: over },
  active: {
    holdAsked(call, { on }) {
      const settled = on ? 'on' : 'off'
      return withFields(call, {
        holdLocal: call.holdLocal === settled ? settled : on ? 'pendingOn' : 'pendingOff',
      })
    },
    held: (call, { on }) => withFields(call, { holdLocal: on ? 'on' : 'off' }),
    holdFailed(call) {
      if (call.holdLocal === 'pendingOn') return withFields(call, { holdLocal: 'off' })
      return call.holdLocal === 'pendingOff' ? withFields(call, { holdLocal: 'on' }) : call
    },
    heldByThem: (call, { on }) => withFields(call, { holdRemote: on }),
    muted: (call, { on }) => withFields(call, { muted: on }),
    media: (call, { state }) => withFields(call, { media: state }),
    signalling: (call, { attached }) => withFields(call, { attached }),
    dialog: (call, { dialog }) => (sameDialog(call.dialog, dialog) ? call : withFields(call, { dialog })),
    recording: (call, { state }) => withFields(call, { recording: state }),
    numbered: renamed,
    ended: over,
  },
  over: {},
}

/**
 * Folds one event into one call, without a clock and without effects; the phone and the core run the same. Only
 * `offered` and `dialled` make a call out of nothing; events of another call change nothing.
 */
export function nextCall(call: Call | null, event: CallEvent): Call | null {
  if (call === null) return begun(event)
  if (call.id !== event.callId) return call
  // The table pairs state and event with their own step; TypeScript cannot follow that through two lookups.
  const step = table[call.state][event.type] as ((call: Call, event: CallEvent) => Call) | undefined
  return step === undefined ? call : step(call, event)
}

/** Folds events into the calls they belong to, in order; new calls come last. The same array when nothing changed. */
export function foldCalls(calls: readonly Call[], events: readonly CallEvent[]): readonly Call[] {
  let folded = calls
  for (const event of events) {
    const at = folded.findIndex(({ id }) => id === event.callId)
    const before = folded[at] ?? null
    const after = nextCall(before, event)
    if (after === null || after === before) continue
    folded = before === null ? [...folded, after] : folded.with(at, after)
  }
  return folded
}

function begun(event: CallEvent): Call | null {
  if (event.type === 'offered') {
    const { caller, pbxCallId, sipCallId, callQueue, dialledNumber, divertedBy } = event
    return {
      state: 'ringing',
      id: event.callId,
      pbxCallId,
      sipCallId,
      callQueue,
      dialledNumber,
      divertedBy,
      direction: 'in',
      peer: caller,
      startedAt: event.at,
    }
  }
  if (event.type !== 'dialled') return null
  return {
    state: 'dialling',
    id: event.callId,
    pbxCallId: event.sipCallId,
    sipCallId: event.sipCallId,
    callQueue: null,
    dialledNumber: null,
    divertedBy: null,
    direction: 'out',
    peer: { number: event.number, name: '', source: 'none', hidden: false },
    startedAt: event.at,
  }
}

/** What every state has, picked by name so that nothing of one state leaks into another. */
function common({
  id,
  pbxCallId,
  sipCallId,
  callQueue,
  dialledNumber,
  divertedBy,
  direction,
  peer,
  startedAt,
}: Call) {
  return { id, pbxCallId, sipCallId, callQueue, dialledNumber, divertedBy, direction, peer, startedAt }
}

function talk(call: Call, { at }: On<'answered'>): Call {
  return {
    state: 'active',
    ...common(call),
    answeredAt: at,
    holdLocal: 'off',
    holdRemote: false,
    muted: false,
    media: 'ok',
    attached: true,
    recording: 'unknown',
    dialog: null,
  }
}

function sameDialog(one: CallDialog | null, other: CallDialog): boolean {
  return one?.localTag === other.localTag && one.remoteTag === other.remoteTag
}

function over(call: Call, { at, end, sipCode, redirectTo }: On<'ended'>): Call {
  const answeredAt = call.state === 'active' ? call.answeredAt : null
  const ended = { state: 'over' as const, ...common(call), answeredAt, endedAt: at, end, sipCode }
  return redirectTo === undefined ? ended : { ...ended, redirectTo }
}

function renamed(call: Call, { caller }: On<'numbered'>): Call {
  const { number, name, source, hidden } = call.peer
  const same =
    number === caller.number && name === caller.name && source === caller.source && hidden === caller.hidden
  return same ? call : { ...call, peer: caller }
}

/** The call with some fields set; itself when they already are. */
function withFields(call: In<'active'>, fields: Partial<In<'active'>>): In<'active'> {
  const changed = (Object.keys(fields) as (keyof In<'active'>)[]).some((name) => call[name] !== fields[name])
  return changed ? { ...call, ...fields } : call
}
