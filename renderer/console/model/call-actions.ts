import type { Call } from '#domain/call/call.ts'
import type { CallId } from '#domain/ids.ts'
import { errorWords } from '../words/error-words.ts'
import type { ConsoleModel } from './console-model.ts'
import { isHeld } from './live-calls.ts'
import { namesOf } from './names.ts'

/** A verb of the phone failed: said in words, nothing else changes. */
function tell(model: ConsoleModel, doing: Promise<unknown>): void {
  doing.catch((error: unknown) => model.toaster.say('breach', errorWords(model.t, error, namesOf(model))))
}

/** Answers, shows the caller's card and puts the caret into the subject: the dispatcher's own move, not the ring's. */
export function answerCall(model: ConsoleModel, callId: CallId): void {
  tell(model, model.links.phone.answer({ callId }))
  model.view.set('console')
  model.move({ type: 'showCall', callId })
  const draft = model.drafts.openForCall(callId)
  model.wantsSubject.set(draft.id)
}

export function endCall(model: ConsoleModel, call: Call): void {
  const { phone } = model.links
  tell(
    model,
    call.state === 'ringing' ? phone.reject({ callId: call.id }) : phone.hangUp({ callId: call.id }),
  )
}

export function holdOrResume(model: ConsoleModel, call: Call): void {
  const { phone } = model.links
  tell(model, isHeld(call) ? phone.resume({ callId: call.id }) : phone.hold({ callId: call.id }))
}

export function toggleMute(model: ConsoleModel, call: Extract<Call, { state: 'active' }>): void {
  tell(model, model.links.phone.setMuted({ callId: call.id, muted: !call.muted }))
}

export function silence(model: ConsoleModel, callId: CallId): void {
  tell(model, model.links.phone.silence({ callId }))
}

/** Calls; the outgoing call's card opens by the same rule as a ring. */
export function call(model: ConsoleModel, { number, ext }: { number: string; ext: string | null }): void {
  tell(model, model.links.phone.call({ number, ext }))
}
