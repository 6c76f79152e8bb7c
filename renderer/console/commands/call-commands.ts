import type { CallId } from '#domain/ids.ts'
import { answerCall, endCall, holdOrResume, silence, toggleMute } from '../model/call-actions.ts'
import { candidatesOf, chooseCandidate, shownPop } from '../model/caller-actions.ts'
import type { ConsoleModel } from '../model/console-model.ts'
import { callInHand, callsShown, callToAnswer, isRinging } from '../model/live-calls.ts'
import { completeTransfer, toggleTransfer, transferTarget } from '../model/transfer-actions.ts'
import type { Command, PressedAt } from './command.ts'

const shownCall = ({ stage }: ConsoleModel): CallId | null => {
  const { shown } = stage.get()
  return shown.kind === 'call' ? shown.callId : null
}
const calls = ({ live }: ConsoleModel) => callsShown(live.phone.get(), live.coreCalls.get())
const ringing = (model: ConsoleModel) => callToAnswer(calls(model), shownCall(model))
const inHand = (model: ConsoleModel) => callInHand(calls(model), shownCall(model))

/** A key typed before the row was seen was meant for something else. A click needs no such guard. */
function seen(model: ConsoleModel, callId: CallId, pressedAt: PressedAt): boolean {
  return pressedAt === null || model.guard.mayAct(`call:${callId}`, pressedAt)
}

const chooser: readonly Command[] = Array.from({ length: 9 }, (_, index) => ({
  id: `call.choose.${index + 1}`,
  group: 'call',
  text: 'command.choose',
  chord: `Alt+Digit${index + 1}`,
  inFields: true,
  listed: index === 0 ? 'help' : 'no',
  when: (model) => {
    const pop = shownPop(model)
    return pop !== null && candidatesOf(pop).length > index
  },
  run: (model, pressedAt) => {
    const pop = shownPop(model)
    if (pop === null) return
    if (pressedAt !== null && !model.guard.mayAct(`pop:${pop.callId}`, pressedAt)) return
    const candidate = candidatesOf(pop)[index]
    if (candidate) chooseCandidate(model, pop.callId, candidate)
  },
}))

export const callCommands: readonly Command[] = [
  {
    id: 'call.answer',
    group: 'call',
    text: 'command.answer',
    chord: 'F2',
    inFields: true,
    listed: 'both',
    when: (model) => ringing(model) !== null,
    run: (model, pressedAt) => {
      const call = ringing(model)
      if (call && seen(model, call.id, pressedAt)) answerCall(model, call.id)
    },
  },
  {
    id: 'call.hold',
    group: 'call',
    text: 'command.holdOrResume',
    chord: 'F3',
    inFields: true,
    listed: 'both',
    when: (model) => inHand(model)?.state === 'active',
    run: (model, pressedAt) => {
      const call = inHand(model)
      if (call?.state === 'active' && seen(model, call.id, pressedAt)) holdOrResume(model, call)
    },
  },
  {
    id: 'call.hangUp',
    group: 'call',
    text: 'command.hangUpOrReject',
    chord: 'F4',
    inFields: true,
    listed: 'both',
    when: (model) => inHand(model) !== null,
    run: (model, pressedAt) => {
      const call = inHand(model)
      if (call && seen(model, call.id, pressedAt)) endCall(model, call)
    },
  },
  {
    id: 'call.mute',
    group: 'call',
    text: 'command.mute',
    chord: 'F7',
    inFields: true,
    listed: 'both',
    when: (model) => inHand(model)?.state === 'active',
    run: (model, pressedAt) => {
      const call = inHand(model)
      if (call?.state === 'active' && seen(model, call.id, pressedAt)) toggleMute(model, call)
    },
  },
  {
    id: 'call.transfer',
    group: 'call',
    text: 'command.transfer',
    chord: 'F6',
    inFields: true,
    listed: 'both',
    when: (model) => transferTarget(model) !== null,
    run: (model, pressedAt) => {
      const target = transferTarget(model)
      if (target === null) return
      const callId = typeof target === 'string' ? target : target.callId
      if (!seen(model, callId, pressedAt)) return
      if (typeof target === 'string') toggleTransfer(model, target)
      else completeTransfer(model, target)
    },
  },
  {
    id: 'call.silence',
    group: 'call',
    text: 'command.silence',
    chord: null,
    inFields: true,
    listed: 'palette',
    when: (model) => model.live.phone.get()?.ringing === true && calls(model).some(isRinging),
    run: (model) => {
      for (const call of calls(model).filter(isRinging)) silence(model, call.id)
    },
  },
  ...chooser,
  {
    id: 'call.why',
    group: 'call',
    text: 'command.why',
    chord: 'Alt+KeyW',
    inFields: true,
    listed: 'both',
    when: (model) => model.stage.get().shown.kind !== 'nothing',
    run: (model) => model.whyOpen.set((open) => !open),
  },
]
