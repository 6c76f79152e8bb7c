import type { PhoneSnapshot } from '#bridge/phone.ts'
import type { Call } from '#domain/call/call.ts'
import type { CallId } from '#domain/ids.ts'

/** The calls of the strip: the phone knows best; without it, what the core last heard. */
export function callsShown(phone: PhoneSnapshot | null, coreCalls: readonly Call[]): readonly Call[] {
  return phone ? phone.calls : coreCalls
}

export const isLive = (call: Call): boolean => call.state !== 'over'
export const isRinging = (call: Call): boolean => call.state === 'ringing'
export const isHeld = (call: Call): boolean =>
  call.state === 'active' && (call.holdLocal === 'on' || call.holdLocal === 'pendingOn')
export const isTalking = (call: Call): boolean => call.state === 'active' && !isHeld(call)

/** The call that F2 answers: the one whose card is shown if it rings, else the one that waits longest. */
export function callToAnswer(calls: readonly Call[], shownId: CallId | null): Call | null {
  const ringing = calls.filter(isRinging)
  return ringing.find((call) => call.id === shownId) ?? ringing[0] ?? null
}

/** The call that hold, mute and hang up mean: the conversation, else the shown one, else the first that lives. */
export function callInHand(calls: readonly Call[], shownId: CallId | null): Call | null {
  const live = calls.filter(isLive)
  return live.find(isTalking) ?? live.find((call) => call.id === shownId) ?? live[0] ?? null
}
