import type { Transfer } from '#domain/call/transfer.ts'
import type { CallId } from '#domain/ids.ts'
import { errorWords } from '../words/error-words.ts'
import type { ConsoleModel } from './console-model.ts'
import { giveDraftAhead } from './handover-actions.ts'
import { callInHand, callsShown } from './live-calls.ts'
import { namesOf } from './names.ts'

/** The field closes when the phone took it; what it refused stays open, with the words why. */
function closing(model: ConsoleModel, callId: CallId, doing: Promise<unknown>): void {
  doing.then(
    () => model.transferring.set((open) => (open === callId ? null : open)),
    (error: unknown) => model.toaster.say('breach', errorWords(model.t, error, namesOf(model))),
  )
}

/** Gives the caller to that number unasked. */
export function transfer(model: ConsoleModel, callId: CallId, to: string): void {
  closing(
    model,
    callId,
    giveDraftAhead(model, callId, to).then(() => model.links.phone.transfer({ callId, to })),
  )
}

/** Calls that number first, the caller held. */
export function consult(model: ConsoleModel, callId: CallId, to: string): void {
  closing(model, callId, model.links.phone.consult({ callId, to }))
}

/** The colleague agreed: both sides are connected, and we leave. */
export function completeTransfer(model: ConsoleModel, { callId, consultCallId, to }: Transfer): void {
  if (consultCallId === null) return
  closing(
    model,
    callId,
    giveDraftAhead(model, callId, to).then(() => model.links.phone.transferTo({ callId, consultCallId })),
  )
}

/** What F6 means now: complete the transfer whose colleague is asked, else open or close the field of the call in hand. */
export function transferTarget(model: ConsoleModel): Transfer | CallId | null {
  const phone = model.live.phone.get()
  const calls = callsShown(phone, model.live.coreCalls.get())
  const { shown } = model.stage.get()
  const inHand = callInHand(calls, shown.kind === 'call' ? shown.callId : null)
  if (inHand === null) return null
  const asked = phone?.transfers.find(
    (one) => one.state === 'consulting' && (one.consultCallId === inHand.id || one.callId === inHand.id),
  )
  if (asked)
    return calls.some(({ id, state }) => id === asked.consultCallId && state === 'active') ? asked : null
  return inHand.state === 'active' ? inHand.id : null
}

export function toggleTransfer(model: ConsoleModel, callId: CallId): void {
  model.transferring.set((open) => (open === callId ? null : callId))
}
