import {
  callsToMerge,
  canPark,
  canPickUp,
  lostCalls,
  merge,
  park,
  recordingTurn,
  takeBack,
  talkInHand,
  turnRecording,
} from '../model/feature-actions.ts'
import type { Command } from './command.ts'

/** What is done by the codes of the PBX, and taking back a conversation that a crash cut. */
export const featureCommands: readonly Command[] = [
  {
    id: 'call.tools',
    group: 'call',
    text: 'command.callTools',
    chord: 'Alt+KeyD',
    inFields: true,
    listed: 'both',
    when: (model) => talkInHand(model) !== null,
    run: (model) => {
      const call = talkInHand(model)
      if (call) model.callTools.set((open) => (open === call.id ? null : call.id))
    },
  },
  {
    id: 'call.merge',
    group: 'call',
    text: 'command.merge',
    chord: 'Alt+KeyM',
    inFields: true,
    listed: 'both',
    when: (model) => callsToMerge(model).length > 0,
    run: (model) => merge(model),
  },
  {
    id: 'call.park',
    group: 'call',
    text: 'command.park',
    chord: 'Alt+KeyK',
    inFields: true,
    listed: 'both',
    when: (model) => canPark(model) && talkInHand(model) !== null,
    run: (model) => {
      const call = talkInHand(model)
      if (call) park(model, call.id)
    },
  },
  {
    id: 'call.pickUp',
    group: 'call',
    text: 'command.pickUp',
    chord: 'Alt+KeyG',
    inFields: true,
    listed: 'both',
    when: canPickUp,
    run: (model) => {
      model.view.set('console')
      model.pickingUp.set((open) => !open)
    },
  },
  {
    id: 'call.recording',
    group: 'call',
    text: 'command.recording',
    chord: 'Alt+KeyR',
    inFields: true,
    listed: 'both',
    when: (model) => {
      const call = talkInHand(model)
      return call !== null && recordingTurn(model, call) !== null
    },
    run: (model) => {
      const call = talkInHand(model)
      if (call) turnRecording(model, call)
    },
  },
  {
    id: 'call.takeBack',
    group: 'call',
    text: 'command.takeBack',
    chord: 'Alt+KeyZ',
    inFields: true,
    listed: 'both',
    when: (model) => lostCalls(model).some(({ state }) => state === 'offered'),
    run: (model) => {
      const lost = lostCalls(model).find(({ state }) => state === 'offered')
      if (lost) takeBack(model, lost.call.id)
    },
  },
]
