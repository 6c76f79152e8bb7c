import type { LostCall } from '#bridge/phone-features.ts'
import type { Call } from '#domain/call/call.ts'
import type { RecordingConsent } from '#domain/call/recording.ts'
import type { CallId } from '#domain/ids.ts'
import { errorWords } from '../words/error-words.ts'
import type { ConsoleModel } from './console-model.ts'
import { callInHand, callsShown } from './live-calls.ts'
import { namesOf } from './names.ts'

type Talk = Extract<Call, { state: 'active' }>

function tell(model: ConsoleModel, doing: Promise<unknown>): Promise<boolean> {
  return doing.then(
    () => true,
    (error: unknown) => {
      model.toaster.say('breach', errorWords(model.t, error, namesOf(model)))
      return false
    },
  )
}

const features = (model: ConsoleModel) => model.live.settings.get()?.pbxFeatures ?? null

/** The conversation that keys, parking and recording mean. */
export function talkInHand(model: ConsoleModel): Talk | null {
  const { shown } = model.stage.get()
  const calls = callsShown(model.live.phone.get(), model.live.coreCalls.get())
  const call = callInHand(calls, shown.kind === 'call' ? shown.callId : null)
  return call?.state === 'active' ? call : null
}

/** Calls that a merge makes one conversation; fewer than two, or one beside an open conference: none. */
export function callsToMerge(model: ConsoleModel): readonly CallId[] {
  const phone = model.live.phone.get()
  const conference = phone?.conference ?? null
  const isOpen = conference?.state === 'open' || conference?.state === 'opening'
  const inside = isOpen ? [conference.roomCallId, ...conference.members.map(({ callId }) => callId)] : []
  const ids = (phone?.calls ?? []).flatMap(({ id, state }) =>
    state === 'active' && !inside.includes(id) ? [id] : [],
  )
  return isOpen || ids.length >= 2 ? ids : []
}

export function merge(model: ConsoleModel): void {
  void tell(model, model.links.phone.merge({ callIds: [...callsToMerge(model)] }))
}

export const canPark = (model: ConsoleModel): boolean => (features(model)?.park ?? null) !== null

export function park(model: ConsoleModel, callId: CallId): void {
  void tell(model, model.links.phone.park({ callId }))
}

export function forgetParked(model: ConsoleModel, callId: CallId): void {
  void tell(model, model.links.phone.forgetParked({ callId }))
}

export type PickUpFrom = Parameters<ConsoleModel['links']['phone']['pickUp']>[0]

export function pickUp(model: ConsoleModel, from: PickUpFrom): void {
  void tell(model, model.links.phone.pickUp(from)).then((done) => {
    if (done) model.pickingUp.set(false)
  })
}

export function canPickUp(model: ConsoleModel): boolean {
  const codes = features(model)
  if (codes === null) return false
  return (
    codes.parkSlots.length > 0 || codes.park !== null || codes.pickup !== null || codes.groupPickup !== null
  )
}

/** Presses these keys in the call. */
export function press(model: ConsoleModel, callId: CallId, digits: string): void {
  void tell(model, model.links.phone.dtmf({ callId, digits }))
}

/** Is there something to stop, or to go on with? */
export function recordingTurn(model: ConsoleModel, call: Talk): 'pause' | 'resume' | null {
  const codes = features(model)
  if (call.recording === 'on') return codes?.recordPause === null ? null : 'pause'
  return call.recording === 'paused' && codes?.recordResume !== null ? 'resume' : null
}

export function turnRecording(model: ConsoleModel, call: Talk): void {
  const turn = recordingTurn(model, call)
  if (turn !== null)
    void tell(model, model.links.phone.setRecording({ callId: call.id, on: turn === 'resume' }))
}

/** What the customer said to being recorded is kept with the call; a refusal stops the recording where the PBX can. */
export function noteConsent(model: ConsoleModel, call: Talk, consent: RecordingConsent): void {
  void tell(model, model.links.core.recording.consent({ callId: call.id, consent }))
  if (consent !== 'refused' || call.recording !== 'on') return
  if (recordingTurn(model, call) === 'pause') turnRecording(model, call)
  else model.toaster.say('breach', model.t('recording.cannotPause'))
}

export const lostCalls = (model: ConsoleModel): readonly LostCall[] => model.live.phone.get()?.lost ?? []

export function takeBack(model: ConsoleModel, callId: CallId): void {
  void tell(model, model.links.phone.takeBack({ callId }))
  model.move({ type: 'showCall', callId })
}

export function letGo(model: ConsoleModel, callId: CallId): void {
  void tell(model, model.links.phone.letGo({ callId }))
}
