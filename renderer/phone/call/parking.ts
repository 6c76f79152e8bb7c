import type { ParkedCall } from '#bridge/phone-features.ts'
import type { Call } from '#domain/call/call.ts'
import type { PbxFeatures } from '#domain/call/pbx-features.ts'
import type { CallId } from '#domain/ids.ts'
import { ok, refuse } from '#shared/result.ts'
import type { CallSessions, Did } from './call-sessions.ts'
import type { OutgoingCalls } from './outgoing-calls.ts'
import type { Transfers } from './transfers.ts'

export type ParkingPorts = {
  calls: () => readonly Call[]
  sessions: CallSessions
  outgoing: OutgoingCalls
  transfers: Transfers
  codes: () => PbxFeatures
  now: () => number
  after: (ms: number, then: () => void) => () => void
  changed: () => void
}

/** PBXs ring a parked caller back, or let them go, before that. */
const shownMs = 5 * 60_000

/** Callers left in a slot of the PBX: a transfer to the park code, remembered until somebody has them. */
export class Parking {
  readonly #ports: ParkingPorts
  /** Under way; told as parked when their call ends as transferred. */
  readonly #going = new Set<CallId>()
  readonly #parked = new Map<CallId, ParkedCall>()

  constructor(ports: ParkingPorts) {
    this.#ports = ports
  }

  get all(): ParkedCall[] {
    return [...this.#parked.values()]
  }

  async park(id: CallId): Did {
    const { sessions, transfers, outgoing, codes } = this.#ports
    const found = sessions.find(id, ['active'])
    if (!found.ok) return found
    if (transfers.isUnderWay(id)) return sessions.notNow(id)
    const code = codes().park
    const target = code === null ? null : outgoing.addressOf(code)
    if (target === null) return refuse({ why: 'notAtPbx' })
    this.#going.add(id)
    transfers.begin(id, target.uri, target.number)
    return ok(null)
  }

  forget(id: CallId): void {
    if (this.#parked.delete(id)) this.#ports.changed()
  }

  onCalls(): void {
    for (const id of this.#going) {
      const call = this.#ports.calls().find((one) => one.id === id)
      const failed = this.#ports.transfers.all.some((one) => one.callId === id && one.state === 'failed')
      if (call !== undefined && call.state !== 'over' && !failed) continue
      this.#going.delete(id)
      if (call?.state !== 'over' || call.end !== 'transferred') continue
      this.#parked.set(id, { callId: id, peer: call.peer, at: this.#ports.now(), slot: null })
      this.#ports.after(shownMs, () => this.forget(id))
    }
  }
}
