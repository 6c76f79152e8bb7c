import { Inviter, UserAgent } from 'sip.js'
import type { LostCall } from '#bridge/phone-features.ts'
import type { Call } from '#domain/call/call.ts'
import { replacesOf } from '#domain/call/call-dialog.ts'
import type { CallId } from '#domain/ids.ts'
import { ok, type Result, refuse } from '#shared/result.ts'
import type { SipLine } from '../line/sip-line.ts'
import type { MediaPort } from '../media/media-port.ts'
import type { PhoneRefusal } from '../phone.ts'
import type { CallBook } from './call-book.ts'
import type { CallSessions, Did } from './call-sessions.ts'

export type TakeBackPorts = {
  book: CallBook
  sessions: CallSessions
  line: SipLine
  media: MediaPort
  now: () => number
  after: (ms: number, then: () => void) => () => void
  changed: () => void
}

/** A call that could not be taken back is shown so long: time to call the number. */
const refusedShownMs = 5 * 60_000

type Talk = Extract<Call, { state: 'active' }>
type Lost = { talk: Talk; state: LostCall['state']; until: number; stopTimer: () => void }

/**
 * Conversations of a phone page that was killed. The PBX keeps the other side until it misses our sound; an INVITE with
 * Replaces (RFC 3891) takes the place of the dead dialog. The call goes on under its own id: one call, one record.
 */
export class TakeBack {
  readonly #ports: TakeBackPorts
  readonly #lost = new Map<CallId, Lost>()

  constructor(ports: TakeBackPorts) {
    this.#ports = ports
  }

  get all(): LostCall[] {
    return [...this.#lost.values()].map(({ talk, state, until }) => ({ call: talk, state, until }))
  }

  /** Offers what another page left; what the PBX has given up by now ends as a crash. */
  offer(left: readonly { call: Call; until: number }[]): void {
    for (const { call, until } of left) {
      if (call.state !== 'active' || this.#ports.book.get(call.id) || this.#lost.has(call.id)) continue
      const { id } = call
      const inMs = Math.max(0, until - this.#ports.now())
      const stopTimer = this.#ports.after(inMs, () => this.#tooLate(id))
      this.#lost.set(id, { talk: call, state: 'offered', until, stopTimer })
    }
    this.#ports.changed()
  }

  async take(id: CallId): Did {
    const { line, media, sessions, book } = this.#ports
    const lost = this.#lost.get(id)
    if (lost?.state !== 'offered') return refuse({ why: 'noSuchCall' })
    const { talk } = lost
    if (talk.dialog === null) return this.#refused(id)
    const microphone = await media.openMicrophone()
    if (!microphone.ok) return refuse({ why: 'microphone', fault: microphone.refusal })
    const { agent } = line
    if (!agent || !line.isReady) return refuse({ why: 'lineNotReady' })
    // Any address the PBX knows: Replaces says which call is meant. Our own is in every dial plan.
    const uri = UserAgent.makeURI(`sip:${encodeURIComponent(line.user)}@${line.domain}`)
    if (!uri) return refuse({ why: 'badNumber' })
    lost.stopTimer()
    lost.state = 'taking'
    book.restore({ ...talk, attached: false, media: 'interrupted' })
    const extraHeaders = [`Replaces: ${replacesOf(talk.sipCallId, talk.dialog)}`, 'Require: replaces']
    const call = sessions.adopt(new Inviter(agent, uri, { extraHeaders }), id)
    sessions.onTaking(talk)
    this.#ports.changed()
    await call.invite({ refusedAs: 'crash' })
    return ok(null)
  }

  /** It is not wanted back. */
  letGo(id: CallId): void {
    const lost = this.#lost.get(id)
    if (lost?.state === 'offered') this.#endAsCrash(lost)
    this.#forget(id)
  }

  /** The PBX answered: the call is among the others again, or is over. */
  onCalls(): void {
    for (const [id, lost] of this.#lost) {
      if (lost.state !== 'taking') continue
      const call = this.#ports.book.get(id)
      if (call?.state === 'active' && call.attached) this.#onBack(id)
      else if (call === null || call.state === 'over') this.#showRefused(id, lost)
    }
  }

  /** The new dialog begins as a new call does: heard and on air, whatever the old one was. */
  #onBack(id: CallId): void {
    const { sessions } = this.#ports
    this.#forget(id)
    sessions.onTaken(id)
    sessions.tell(id, { type: 'held', on: false })
    sessions.tell(id, { type: 'muted', on: false })
    sessions.tell(id, { type: 'media', state: 'ok' })
  }

  #tooLate(id: CallId): void {
    const lost = this.#lost.get(id)
    if (lost?.state !== 'offered') return
    this.#endAsCrash(lost)
    this.#showRefused(id, lost)
  }

  #refused(id: CallId): Result<null, PhoneRefusal> {
    this.#tooLate(id)
    return ok(null)
  }

  #endAsCrash({ talk }: Lost): void {
    this.#ports.book.restore(talk)
    this.#ports.sessions.tell(talk.id, { type: 'ended', end: 'crash', sipCode: null })
  }

  #showRefused(id: CallId, lost: Lost): void {
    lost.stopTimer()
    lost.state = 'refused'
    lost.stopTimer = this.#ports.after(refusedShownMs, () => this.#forget(id))
    this.#ports.changed()
  }

  #forget(id: CallId): void {
    this.#lost.get(id)?.stopTimer()
    if (this.#lost.delete(id)) this.#ports.changed()
  }
}
