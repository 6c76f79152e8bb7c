import type { CallStats, PhoneSnapshot } from '#bridge/phone.ts'
import type { LostCall, ParkedCall } from '#bridge/phone-features.ts'
import type { PhoneAccount } from '#bridge/settings.ts'
import type { Call } from '#domain/call/call.ts'
import type { CallEvent } from '#domain/call/call-event.ts'
import type { Conference } from '#domain/call/conference.ts'
import type { Line } from '#domain/call/line.ts'
import type { PbxFeatures } from '#domain/call/pbx-features.ts'
import type { DialPlan } from '#domain/directory/dial-plan.ts'
import type { CallId } from '#domain/ids.ts'
import type { Unsubscribe } from '#shared/emitter.ts'
import type { Result } from '#shared/result.ts'
import type { Colleagues } from './blf/colleagues.ts'
import type { DeskRunner } from './desk/desk-runner.ts'

export type MicrophoneFault = 'denied' | 'missing' | 'busy'

/** Why the phone did not do what it was asked; the call is as it was. */
export type PhoneRefusal =
  | { why: 'noSuchCall' }
  | { why: 'notNow'; state: string }
  | { why: 'microphone'; fault: MicrophoneFault }
  | { why: 'lineNotReady' }
  | { why: 'badNumber' }
  | { why: 'notAtPbx' }

export type PhoneLogin = { account: PhoneAccount; password: string }

export type PickUpFrom =
  | { from: 'slot'; slot: string }
  | { from: 'colleague'; extension: string }
  | { from: 'group' }

/** What the PBX does for calls by its codes; see `phoneFeatures` of the bridge. */
export interface PhoneFeatures {
  codes: PbxFeatures
  readonly parts: { conference: Conference | null; parked: ParkedCall[]; lost: LostCall[] }
  merge(ids: readonly CallId[]): Promise<Result<null, PhoneRefusal>>
  park(id: CallId): Promise<Result<null, PhoneRefusal>>
  forgetParked(id: CallId): void
  pickUp(from: PickUpFrom): Promise<Result<CallId, PhoneRefusal>>
  setRecording(id: CallId, on: boolean): Promise<Result<null, PhoneRefusal>>
  /** Conversations another phone page left, and until when the PBX keeps them. */
  offerLost(left: readonly { call: Call; until: number }[]): void
  takeBack(id: CallId): Promise<Result<null, PhoneRefusal>>
  letGo(id: CallId): void
}

/** One user's telephone: several calls at once, one of them talking. Knows nothing of how it is done. */
export interface Phone {
  readonly snapshot: PhoneSnapshot
  readonly features: PhoneFeatures
  /** The dispatcher's own state, and who is held, heard and let through. */
  readonly desk: DeskRunner
  /** Phones of colleagues and our own mailbox, as the PBX tells them. */
  readonly colleagues: Pick<Colleagues, 'watch' | 'listenToMailbox'>
  onChange(listener: () => void): Unsubscribe
  /** Everything that happens to calls, in order. */
  onCallEvent(listener: (event: CallEvent) => void): Unsubscribe
  onLine(listener: (line: Line) => void): Unsubscribe
  /** Registers as this account; null ends the registration. The same account again changes nothing. */
  setLogin(login: PhoneLogin | null): void
  setDialPlan(plan: DialPlan): void
  /** Tries the PBX at once, whatever the line was doing. */
  reconnect(): void
  /** The network came back or changed. */
  networkChanged(): void
  /** Resolves when the answer is on the wire. Another talking call is held. */
  answer(id: CallId): Promise<Result<null, PhoneRefusal>>
  reject(id: CallId): Promise<Result<null, PhoneRefusal>>
  hangUp(id: CallId): Promise<Result<null, PhoneRefusal>>
  /** Asks the other side; whether it agreed comes as an event. */
  hold(id: CallId): Promise<Result<null, PhoneRefusal>>
  resume(id: CallId): Promise<Result<null, PhoneRefusal>>
  setMuted(id: CallId, muted: boolean): Promise<Result<null, PhoneRefusal>>
  dtmf(id: CallId, digits: string): Promise<Result<null, PhoneRefusal>>
  /** `ext`: pressed once the other side has answered. */
  call(number: string, options?: { ext?: string | null }): Promise<Result<CallId, PhoneRefusal>>
  /** Gives the caller to a number unasked; how it goes is in the snapshot. A failure gives the caller back. */
  transfer(id: CallId, to: string): Promise<Result<null, PhoneRefusal>>
  /** Calls the colleague first, the caller held; answers the new call. */
  consult(id: CallId, to: string): Promise<Result<CallId, PhoneRefusal>>
  /** Connects both calls' other sides and leaves them alone. */
  transferTo(id: CallId, consultId: CallId): Promise<Result<null, PhoneRefusal>>
  silence(id: CallId): Promise<Result<null, PhoneRefusal>>
  stats(id: CallId): Promise<Result<CallStats, PhoneRefusal>>
  /** Ends the calls, unregisters and lets the socket go, within a second. */
  stop(): Promise<void>
}
