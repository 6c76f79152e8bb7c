import type { CallStats } from '#bridge/phone.ts'
import type { PbxFeatures } from '#domain/call/pbx-features.ts'
import type { CallId } from '#domain/ids.ts'
import { ok, type Result, refuse } from '#shared/result.ts'
import type { DeskRunner } from '../desk/desk-runner.ts'
import type { MediaPort } from '../media/media-port.ts'
import type { PhoneRefusal } from '../phone.ts'
import type { CallSessions, Did } from './call-sessions.ts'

/** What a person does with one call that is there already. */
export class CallVerbs {
  readonly #sessions: CallSessions
  readonly #desk: DeskRunner
  readonly #media: MediaPort

  readonly #codes: () => PbxFeatures

  constructor(sessions: CallSessions, desk: DeskRunner, media: MediaPort, codes: () => PbxFeatures) {
    this.#sessions = sessions
    this.#desk = desk
    this.#media = media
    this.#codes = codes
  }

  async answer(id: CallId): Did {
    const found = this.#sessions.find(id, ['ringing'])
    if (!found.ok) return found
    const microphone = await this.#media.openMicrophone()
    if (!microphone.ok) return refuse({ why: 'microphone', fault: microphone.refusal })
    // The caller may have gone while the microphone opened.
    const still = this.#sessions.find(id, ['ringing'])
    if (!still.ok) return still
    return (await this.#desk.answer(id)) ? ok(null) : this.#sessions.notNow(id)
  }

  async reject(id: CallId): Did {
    const found = this.#sessions.find(id, ['ringing', 'answering'])
    if (!found.ok) return found
    found.value.reject()
    return ok(null)
  }

  async hangUp(id: CallId): Did {
    const found = this.#sessions.find(id, ['ringing', 'answering', 'dialling', 'remoteRinging', 'active'])
    if (!found.ok) return found
    found.value.hangUp()
    return ok(null)
  }

  async hold(id: CallId): Did {
    const found = this.#sessions.find(id, ['active'])
    if (found.ok) this.#desk.order('hold', id)
    return found.ok ? ok(null) : found
  }

  async resume(id: CallId): Did {
    const found = this.#sessions.find(id, ['active'])
    if (!found.ok) return found
    this.#desk.order('resume', id)
    return ok(null)
  }

  async setMuted(id: CallId, muted: boolean): Did {
    const found = this.#sessions.find(id, ['active'])
    if (found.ok) found.value.setMuted(muted)
    return found.ok ? ok(null) : found
  }

  async dtmf(id: CallId, digits: string): Did {
    const found = this.#sessions.find(id, ['active'])
    if (!found.ok) return found
    return found.value.sendTones(digits, this.#codes().tones) ? ok(null) : this.#sessions.notNow(id)
  }

  async stats(id: CallId): Promise<Result<CallStats, PhoneRefusal>> {
    const found = this.#sessions.find(id, ['active'])
    if (!found.ok) return found
    const stats = await found.value.voice?.stats()
    return stats ? ok(stats) : this.#sessions.notNow(id)
  }
}
