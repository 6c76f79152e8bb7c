import type { Call } from '#domain/call/call.ts'
import type { CallId } from '#domain/ids.ts'
import { ok, type Result, refuse } from '#shared/result.ts'
import type { PhoneRefusal } from '../phone.ts'
import type { CallSessions, Did } from './call-sessions.ts'
import type { OutgoingCalls } from './outgoing-calls.ts'
import type { SipCall } from './sip-call.ts'
import type { Transfers } from './transfers.ts'

export type TransferVerbsPorts = {
  sessions: CallSessions
  outgoing: OutgoingCalls
  transfers: Transfers
  call: (id: CallId) => Call | null
}

/** Giving a caller away: unasked, or after talking to the colleague. */
export class TransferVerbs {
  readonly #ports: TransferVerbsPorts

  constructor(ports: TransferVerbsPorts) {
    this.#ports = ports
  }

  async transfer(id: CallId, to: string): Did {
    const found = this.#find(id)
    if (!found.ok) return found
    const target = this.#ports.outgoing.addressOf(to)
    if (target === null) return refuse({ why: 'badNumber' })
    this.#ports.transfers.begin(id, target.uri, target.number)
    return ok(null)
  }

  async consult(id: CallId, to: string): Promise<Result<CallId, PhoneRefusal>> {
    const found = this.#find(id)
    if (!found.ok) return found
    const called = await this.#ports.outgoing.call(to)
    if (called.ok) this.#ports.transfers.consult(id, called.value, to)
    return called
  }

  async transferTo(id: CallId, consultId: CallId): Did {
    const { sessions, transfers, call } = this.#ports
    const found = this.#find(id)
    if (!found.ok) return found
    const consult = sessions.find(consultId, ['active'])
    if (!consult.ok) return consult
    if (id === consultId) return sessions.notNow(id)
    transfers.begin(id, consultId, call(consultId)?.peer.number ?? '')
    return ok(null)
  }

  #find(id: CallId): Result<SipCall, PhoneRefusal> {
    const { sessions, transfers } = this.#ports
    return transfers.isUnderWay(id) ? sessions.notNow(id) : sessions.find(id, ['active'])
  }
}
