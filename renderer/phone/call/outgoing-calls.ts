import { Inviter, type URI, UserAgent } from 'sip.js'
import { type DialPlan, russianDialPlan } from '#domain/directory/dial-plan.ts'
import type { CallId } from '#domain/ids.ts'
import { ok, type Result, refuse } from '#shared/result.ts'
import type { SipLine } from '../line/sip-line.ts'
import type { MediaPort } from '../media/media-port.ts'
import type { PhoneRefusal } from '../phone.ts'
import type { CallSessions } from './call-sessions.ts'
import { dialTarget } from './dial-target.ts'

export type OutgoingCallsPorts = {
  sessions: CallSessions
  line: SipLine
  media: MediaPort
  /** Digits to press once the call is answered. */
  pressLater: (id: CallId, digits: string) => void
}

export type CallOptions = {
  /** Extension pressed once the other side has answered; null: none. */
  ext?: string | null
  /** A code was dialled, not a person: the answer says who is there. */
  learnsPeer?: boolean
}

/** What is dialled, and the address of it at our PBX. */
export type Dialled = { number: string; uri: URI }

/** Calls we make, as the dial plan says. */
export class OutgoingCalls {
  readonly #ports: OutgoingCallsPorts
  #plan: DialPlan = russianDialPlan

  constructor(ports: OutgoingCallsPorts) {
    this.#ports = ports
  }

  setDialPlan(plan: DialPlan): void {
    this.#plan = plan
  }

  async call(
    number: string,
    { ext = null, learnsPeer = false }: CallOptions = {},
  ): Promise<Result<CallId, PhoneRefusal>> {
    const { line, media, sessions } = this.#ports
    if (dialTarget(number, this.#plan) === null) return refuse({ why: 'badNumber' })
    if (!line.isReady) return refuse({ why: 'lineNotReady' })
    const microphone = await media.openMicrophone()
    if (!microphone.ok) return refuse({ why: 'microphone', fault: microphone.refusal })
    const { agent } = line
    if (!agent || !line.isReady) return refuse({ why: 'lineNotReady' })
    const dialled = this.addressOf(number)
    if (!dialled) return refuse({ why: 'badNumber' })
    const call = sessions.adopt(new Inviter(agent, dialled.uri, { earlyMedia: true }))
    sessions.tell(call.id, { type: 'dialled', number: dialled.number, sipCallId: call.sipCallId })
    if (ext !== null) this.#ports.pressLater(call.id, ext)
    void call.invite({ learnsPeer })
    return ok(call.id)
  }

  /** Where a number as a person writes it leads; null when it is not something one can dial. */
  addressOf(number: string): Dialled | null {
    const target = dialTarget(number, this.#plan)
    if (target === null) return null
    const uri = UserAgent.makeURI(`sip:${encodeURIComponent(target)}@${this.#ports.line.domain}`)
    return uri ? { number: target, uri } : null
  }
}
