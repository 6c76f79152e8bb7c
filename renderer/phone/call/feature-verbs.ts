import type { LostCall, ParkedCall } from '#bridge/phone-features.ts'
import type { Call } from '#domain/call/call.ts'
import type { Conference } from '#domain/call/conference.ts'
import { codeFor, noPbxFeatures, type PbxFeatures } from '#domain/call/pbx-features.ts'
import type { CallId } from '#domain/ids.ts'
import { ok, type Result, refuse } from '#shared/result.ts'
import type { SipLine } from '../line/sip-line.ts'
import type { MediaPort } from '../media/media-port.ts'
import type { PhoneFeatures, PhoneRefusal, PickUpFrom } from '../phone.ts'
import type { CallBook } from './call-book.ts'
import type { CallSessions, Did } from './call-sessions.ts'
import { Conferences } from './conferences.ts'
import type { LocalMix } from './local-mix.ts'
import type { OutgoingCalls } from './outgoing-calls.ts'
import { Parking } from './parking.ts'
import { TakeBack } from './take-back.ts'
import type { Transfers } from './transfers.ts'

export type FeatureVerbsPorts = {
  book: CallBook
  sessions: CallSessions
  outgoing: OutgoingCalls
  transfers: Transfers
  mix: LocalMix
  line: SipLine
  media: MediaPort
  now: () => number
  after: (ms: number, then: () => void) => () => void
  changed: () => void
}

/** What is done by the codes of the PBX: conference, parking, pick-up, recording, and taking back a lost call. */
export class FeatureVerbs implements PhoneFeatures {
  readonly #ports: FeatureVerbsPorts
  readonly #conferences: Conferences
  readonly #parking: Parking
  readonly #takeBack: TakeBack
  #codes: PbxFeatures = noPbxFeatures

  constructor(ports: FeatureVerbsPorts) {
    this.#ports = ports
    const codes = () => this.#codes
    const calls = (): readonly Call[] => ports.book.calls
    this.#conferences = new Conferences({ ...ports, calls, codes, extension: () => ports.line.user })
    this.#parking = new Parking({ ...ports, calls, codes })
    this.#takeBack = new TakeBack(ports)
  }

  get codes(): PbxFeatures {
    return this.#codes
  }

  set codes(codes: PbxFeatures) {
    this.#codes = codes
  }

  get parts(): { conference: Conference | null; parked: ParkedCall[]; lost: LostCall[] } {
    return { conference: this.#conferences.now, parked: this.#parking.all, lost: this.#takeBack.all }
  }

  onCalls(): void {
    this.#conferences.onCalls()
    this.#parking.onCalls()
    this.#takeBack.onCalls()
  }

  merge(ids: readonly CallId[]): Did {
    return this.#conferences.merge(ids)
  }

  park(id: CallId): Did {
    return this.#parking.park(id)
  }

  forgetParked(id: CallId): void {
    this.#parking.forget(id)
  }

  async pickUp(from: PickUpFrom): Promise<Result<CallId, PhoneRefusal>> {
    const { pickup, groupPickup } = this.#codes
    if (from.from === 'slot') return this.#ports.outgoing.call(from.slot, { learnsPeer: true })
    const code = from.from === 'group' ? groupPickup : pickup && codeFor(pickup, from.extension)
    if (code === null) return refuse({ why: 'notAtPbx' })
    return this.#ports.outgoing.call(code, { learnsPeer: true })
  }

  async setRecording(id: CallId, on: boolean): Did {
    const { sessions } = this.#ports
    const found = sessions.find(id, ['active'])
    if (!found.ok) return found
    const code = on ? this.#codes.recordResume : this.#codes.recordPause
    if (code === null) return refuse({ why: 'notAtPbx' })
    if (!found.value.sendTones(code, this.#codes.tones)) return sessions.notNow(id)
    sessions.tell(id, { type: 'recording', state: on ? 'on' : 'paused' })
    return ok(null)
  }

  offerLost(left: readonly { call: Call; until: number }[]): void {
    this.#takeBack.offer(left)
  }

  takeBack(id: CallId): Did {
    return this.#takeBack.take(id)
  }

  letGo(id: CallId): void {
    this.#takeBack.letGo(id)
  }
}
