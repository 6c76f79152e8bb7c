import type { Call } from '../call/call.ts'
import type { CallId } from '../ids.ts'
import type { ButtonField } from './hid-layout.ts'
import type { HeadsetButton, HeadsetLamp } from './hid-usages.ts'

/** What pressing a button means for the calls. */
export type HeadsetDeed =
  | { do: 'answer' | 'hangUp' | 'hold' | 'resume'; callId: CallId }
  | { do: 'mute'; callId: CallId; on: boolean }

/** A button as it was and as it is. */
export type HeadsetPress = { button: HeadsetButton; on: boolean; means: ButtonField['means'] }

type Active = Extract<Call, { state: 'active' }>

const ringing = (calls: readonly Call[]) => calls.find(({ state }) => state === 'ringing')
const talking = (calls: readonly Call[]) =>
  calls.find(
    (call): call is Active =>
      call.state === 'active' && call.holdLocal !== 'on' && call.holdLocal !== 'pendingOn',
  )
const held = (calls: readonly Call[]) =>
  calls.find(
    (call): call is Active =>
      call.state === 'active' && (call.holdLocal === 'on' || call.holdLocal === 'pendingOn'),
  )
const leaving = (calls: readonly Call[]) =>
  calls.find(({ state }) => state === 'dialling' || state === 'remoteRinging' || state === 'answering')

/**
 * What a press does. The hook answers what rings (a talking customer is put on hold, never hung up by it), else hangs up
 * what talks or is being dialled, else takes back who is held. A hook that only repeats what our own lamp told it does nothing.
 */
export function deedOf(press: HeadsetPress, calls: readonly Call[]): HeadsetDeed | null {
  const { button, on, means } = press
  const inHand = talking(calls) ?? leaving(calls)
  switch (button) {
    case 'hook': {
      const rings = ringing(calls)
      // Off-hook with nothing that rings, and on-hook with nothing in hand, are echoes of our lamp.
      if (means === 'press') return on ? hookDeed(calls) : null
      if (on) {
        if (rings && !inHand) return { do: 'answer', callId: rings.id }
        const waiting = inHand ? undefined : held(calls)
        return waiting ? { do: 'resume', callId: waiting.id } : null
      }
      if (rings && inHand) return { do: 'answer', callId: rings.id }
      return inHand ? { do: 'hangUp', callId: inHand.id } : null
    }
    case 'drop': {
      const dropped = inHand ?? ringing(calls)
      return on && dropped ? { do: 'hangUp', callId: dropped.id } : null
    }
    case 'flash':
      return on ? flashDeed(calls) : null
    case 'mute': {
      const call = talking(calls)
      if (!call) return null
      if (means === 'state') return call.muted === on ? null : { do: 'mute', callId: call.id, on }
      return on ? { do: 'mute', callId: call.id, on: !call.muted } : null
    }
  }
}

/** One key for both: what rings is answered, then what talks is hung up, then what is held comes back. */
function hookDeed(calls: readonly Call[]): HeadsetDeed | null {
  const rings = ringing(calls)
  if (rings) return { do: 'answer', callId: rings.id }
  const inHand = talking(calls) ?? leaving(calls)
  if (inHand) return { do: 'hangUp', callId: inHand.id }
  const waiting = held(calls)
  return waiting ? { do: 'resume', callId: waiting.id } : null
}

/** Between two calls: to the one that rings, to the one that is held, or the only one on hold and back. */
function flashDeed(calls: readonly Call[]): HeadsetDeed | null {
  const rings = ringing(calls)
  if (rings) return { do: 'answer', callId: rings.id }
  const waiting = held(calls)
  if (waiting) return { do: 'resume', callId: waiting.id }
  const call = talking(calls)
  return call ? { do: 'hold', callId: call.id } : null
}

/** The lamps that agree with the calls; `rings`: a ring sounds, a silenced one does not blink. */
export function lampsOf(calls: readonly Call[], rings: boolean): Set<HeadsetLamp> {
  const lit = new Set<HeadsetLamp>()
  const call = talking(calls)
  if (call || leaving(calls)) lit.add('offHook')
  if (call?.muted) lit.add('mute')
  if (held(calls)) lit.add('hold')
  if (rings) {
    lit.add('ring')
    lit.add('ringer')
  }
  return lit
}
