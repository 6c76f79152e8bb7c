import { type Invitation, Inviter, type Session, SessionState, type URI, UserAgent } from 'sip.js'
import type { CallStats, PhoneSnapshot } from '#bridge/phone.ts'
import type { CallEvent } from '#domain/call/call-event.ts'
import { endOfCancel } from '#domain/call/end-of-call.ts'
import type { Line } from '#domain/call/line.ts'
import { type DialPlan, russianDialPlan } from '#domain/directory/dial-plan.ts'
import type { CallId } from '#domain/ids.ts'
import { Emitter, type Unsubscribe } from '#shared/emitter.ts'
import { ok, type Result, refuse } from '#shared/result.ts'
import { CallBook } from './call/call-book.ts'
import { type HeaderValues, readInvite } from './call/caller-from-invite.ts'
import { CancelMemory } from './call/cancel-memory.ts'
import { dialTarget } from './call/dial-target.ts'
import { type CallNews, SipCall } from './call/sip-call.ts'
import { Transfers } from './call/transfers.ts'
import { SipLine, type SipLinePorts } from './line/sip-line.ts'
import type { MediaPort } from './media/media-port.ts'
import { QualityWatch } from './media/quality-watch.ts'
import type { Phone, PhoneLogin, PhoneRefusal } from './phone.ts'
import { type RawMessage, valuesOf } from './sip-guards/raw-message.ts'

export type SipPhonePorts = Pick<
  SipLinePorts,
  'now' | 'random' | 'after' | 'newSocket' | 'newToken' | 'journal'
> & {
  newCallId: () => CallId
  media: MediaPort
}

type Did = Promise<Result<null, PhoneRefusal>>

/**
 * The microphone opens so long after a ring, ms: it takes the processor for tens of ms, and by then the customer is on the
 * screen. Who answers sooner opens it by that.
 */
const microphoneAfterMs = 150

/** The telephone over SIP.js: calls on one line, one of them talking. */
export class SipPhone implements Phone {
  readonly #ports: SipPhonePorts
  readonly #book: CallBook
  readonly #line: SipLine
  readonly #sessions = new Map<CallId, SipCall>()
  readonly #silenced = new Set<CallId>()
  readonly #cancels = new CancelMemory()
  readonly #transfers: Transfers
  readonly #quality: QualityWatch
  readonly #changed = new Emitter<void>()
  readonly #lineChanged = new Emitter<Line>()
  #login = 'null'
  #plan: DialPlan = russianDialPlan

  constructor(ports: SipPhonePorts) {
    this.#ports = ports
    this.#book = new CallBook(ports.after)
    this.#line = new SipLine({
      ...ports,
      descriptions: (iceServers) => ports.media.descriptions(iceServers),
      onLine: (line) => {
        this.#lineChanged.emit(line)
        this.#changed.emit()
      },
      onInvite: (invitation) => this.#onInvite(invitation),
      onUnreadableInvite: (invite, code) => this.#onUnreadable(invite, code),
      onCancel: (callId, reasons) => this.#cancels.keep(callId, reasons),
      onTheirOffer: (callId) => {
        this.#eachSession((call) => {
          if (call.sipCallId === callId) call.theyOffer()
        })
      },
      detachCalls: () => this.#eachSession((call) => call.detach()),
      attachCalls: () => this.#eachSession((call) => call.attach()),
    })
    this.#transfers = new Transfers({
      calls: () => this.#book.calls,
      session: (id) => this.#sessions.get(id) ?? null,
      resume: (id) => void this.resume(id),
      after: ports.after,
      changed: () => this.#changed.emit(),
    })
    this.#quality = new QualityWatch({
      calls: () => this.#book.calls,
      sample: async (id) => (await this.#sessions.get(id)?.voice?.sample()) ?? null,
      clock: () => performance.now(),
      after: ports.after,
      changed: () => this.#changed.emit(),
    })
    this.#book.changed.on(() => this.#onCalls())
    ports.media.onMicrophone(() => this.#changed.emit())
  }

  get snapshot(): PhoneSnapshot {
    const { calls } = this.#book
    return {
      line: this.#line.line,
      calls: [
        ...calls.filter(({ state }) => state !== 'over'),
        ...calls.filter(({ state }) => state === 'over'),
      ],
      microphone: this.#ports.media.microphone,
      ringing: calls.some(({ state, id }) => state === 'ringing' && !this.#silenced.has(id)),
      transfers: this.#transfers.all,
      quality: this.#quality.all,
    }
  }

  onChange(listener: () => void): Unsubscribe {
    return this.#changed.on(listener)
  }

  onCallEvent(listener: (event: CallEvent) => void): Unsubscribe {
    return this.#book.events.on(listener)
  }

  onLine(listener: (line: Line) => void): Unsubscribe {
    return this.#lineChanged.on(listener)
  }

  setLogin(login: PhoneLogin | null): void {
    const key = JSON.stringify(login)
    if (key === this.#login) return
    this.#login = key
    this.#eachSession((call) => call.hangUp())
    this.#line.use(login)
  }

  setDialPlan(plan: DialPlan): void {
    this.#plan = plan
  }

  reconnect(): void {
    this.#line.reconnect()
  }

  networkChanged(): void {
    this.#line.networkChanged()
  }

  async answer(id: CallId): Did {
    const found = this.#find(id, ['ringing'])
    if (!found.ok) return found
    const microphone = await this.#ports.media.openMicrophone()
    if (!microphone.ok) return refuse({ why: 'microphone', fault: microphone.refusal })
    // The caller may have gone while the microphone opened.
    const still = this.#find(id, ['ringing'])
    if (!still.ok) return still
    this.#holdOthers(id)
    return (await still.value.answer()) ? ok(null) : this.#notNow(id)
  }

  async reject(id: CallId): Did {
    const found = this.#find(id, ['ringing', 'answering'])
    if (!found.ok) return found
    found.value.reject()
    return ok(null)
  }

  async hangUp(id: CallId): Did {
    const found = this.#find(id, ['ringing', 'answering', 'dialling', 'remoteRinging', 'active'])
    if (!found.ok) return found
    found.value.hangUp()
    return ok(null)
  }

  async hold(id: CallId): Did {
    const found = this.#find(id, ['active'])
    if (found.ok) found.value.hold(true)
    return found.ok ? ok(null) : found
  }

  async resume(id: CallId): Did {
    const found = this.#find(id, ['active'])
    if (!found.ok) return found
    this.#holdOthers(id)
    found.value.hold(false)
    return ok(null)
  }

  async setMuted(id: CallId, muted: boolean): Did {
    const found = this.#find(id, ['active'])
    if (found.ok) found.value.setMuted(muted)
    return found.ok ? ok(null) : found
  }

  async dtmf(id: CallId, digits: string): Did {
    const found = this.#find(id, ['active'])
    if (!found.ok) return found
    return found.value.sendTones(digits) ? ok(null) : this.#notNow(id)
  }

  async call(number: string): Promise<Result<CallId, PhoneRefusal>> {
    const target = dialTarget(number, this.#plan)
    if (target === null) return refuse({ why: 'badNumber' })
    if (!this.#line.isReady) return refuse({ why: 'lineNotReady' })
    const microphone = await this.#ports.media.openMicrophone()
    if (!microphone.ok) return refuse({ why: 'microphone', fault: microphone.refusal })
    const { agent } = this.#line
    const uri = this.#uriOf(target)
    if (!agent || !this.#line.isReady) return refuse({ why: 'lineNotReady' })
    if (!uri) return refuse({ why: 'badNumber' })
    const inviter = new Inviter(agent, uri, { earlyMedia: true })
    const call = this.#adopt(inviter)
    this.#holdOthers(call.id)
    this.#tell(call.id, { type: 'dialled', number: target, sipCallId: call.sipCallId })
    void call.invite()
    return ok(call.id)
  }

  async transfer(id: CallId, to: string): Did {
    const found = this.#findToTransfer(id)
    if (!found.ok) return found
    const target = dialTarget(to, this.#plan)
    const uri = target === null ? undefined : this.#uriOf(target)
    if (target === null || !uri) return refuse({ why: 'badNumber' })
    this.#transfers.begin(id, uri, target)
    return ok(null)
  }

  async consult(id: CallId, to: string): Promise<Result<CallId, PhoneRefusal>> {
    const found = this.#findToTransfer(id)
    if (!found.ok) return found
    const called = await this.call(to)
    if (called.ok) this.#transfers.consult(id, called.value, to)
    return called
  }

  async transferTo(id: CallId, consultId: CallId): Did {
    const found = this.#findToTransfer(id)
    if (!found.ok) return found
    const consult = this.#find(consultId, ['active'])
    if (!consult.ok) return consult
    if (id === consultId) return this.#notNow(id)
    this.#transfers.begin(id, consultId, this.#book.get(consultId)?.peer.number ?? '')
    return ok(null)
  }

  async silence(id: CallId): Did {
    const found = this.#find(id, ['ringing'])
    if (!found.ok) return found
    this.#silenced.add(id)
    this.#onCalls()
    return ok(null)
  }

  async stats(id: CallId): Promise<Result<CallStats, PhoneRefusal>> {
    const found = this.#find(id, ['active'])
    if (!found.ok) return found
    const stats = await found.value.voice?.stats()
    return stats ? ok(stats) : this.#notNow(id)
  }

  async stop(): Promise<void> {
    this.#login = 'null'
    this.#eachSession((call) => call.hangUp())
    await this.#line.stop()
    this.#ports.media.ring('none')
    this.#ports.media.releaseMicrophone()
  }

  #onInvite(invitation: Invitation): void {
    const headers: HeaderValues = (name) => invitation.request.getHeaders(name)
    const call = this.#adopt(invitation)
    this.#offer(call.id, headers, invitation.request.callId)
    if (invitation.state !== SessionState.Initial) {
      // Cancelled in the same turn: SIP.js tells no CANCEL of a call it had not told yet.
      const end = endOfCancel(this.#cancels.reasonsOf(invitation.request.callId))
      this.#tell(call.id, { type: 'ended', end, sipCode: 487 })
      this.#sessions.delete(call.id)
      return
    }
    // Opened while it rings, the microphone costs the answer nothing.
    this.#ports.after(microphoneAfterMs, () => {
      if (this.#sessions.has(call.id))
        void this.#ports.media.openMicrophone().then(() => this.#releaseIfIdle())
    })
  }

  #onUnreadable(invite: RawMessage, code: number): void {
    const id = this.#ports.newCallId()
    const headers: HeaderValues = (name) => valuesOf(invite, name)
    this.#offer(id, headers, (headers('call-id')[0] ?? '').slice(0, 256))
    this.#tell(id, { type: 'ended', end: 'unreadable', sipCode: code })
  }

  #offer(id: CallId, headers: HeaderValues, sipCallId: string): void {
    const { pbxCallId, ...news } = readInvite(headers)
    const kept = sipCallId.slice(0, 256)
    this.#tell(id, { type: 'offered', ...news, pbxCallId: pbxCallId ?? kept, sipCallId: kept })
  }

  #adopt(session: Session): SipCall {
    const id = this.#ports.newCallId()
    const call = new SipCall(session, {
      id,
      tell: (news) => this.#tell(id, news),
      media: this.#ports.media,
      random: this.#ports.random,
      after: this.#ports.after,
      onEnded: () => this.#sessions.delete(id),
    })
    this.#sessions.set(id, call)
    return call
  }

  #tell(callId: CallId, news: CallNews): void {
    this.#book.tell({ ...news, callId, at: this.#ports.now() })
  }

  #find(id: CallId, states: readonly string[]): Result<SipCall, PhoneRefusal> {
    const call = this.#book.get(id)
    if (!call) return refuse({ why: 'noSuchCall' })
    const session = this.#sessions.get(id)
    return session && states.includes(call.state) ? ok(session) : refuse({ why: 'notNow', state: call.state })
  }

  #findToTransfer(id: CallId): Result<SipCall, PhoneRefusal> {
    return this.#transfers.isUnderWay(id) ? this.#notNow(id) : this.#find(id, ['active'])
  }

  #uriOf(target: string): URI | undefined {
    return UserAgent.makeURI(`sip:${encodeURIComponent(target)}@${this.#line.domain}`)
  }

  #notNow(id: CallId): Result<never, PhoneRefusal> {
    return refuse({ why: 'notNow', state: this.#book.get(id)?.state ?? 'over' })
  }

  /** At most one call sends the microphone. */
  #holdOthers(id: CallId): void {
    for (const call of this.#book.calls) {
      if (call.id !== id && call.state === 'active') this.#sessions.get(call.id)?.hold(true)
    }
  }

  #eachSession(work: (call: SipCall) => void): void {
    for (const call of [...this.#sessions.values()]) work(call)
  }

  #releaseIfIdle(): void {
    if (this.#book.calls.every(({ state }) => state === 'over')) this.#ports.media.releaseMicrophone()
  }

  #onCalls(): void {
    this.#transfers.onCalls()
    this.#quality.onCalls()
    const { ringing, calls } = this.snapshot
    const talking = calls.some(({ state }) => state === 'active' || state === 'answering')
    this.#ports.media.ring(ringing ? (talking ? 'callWaiting' : 'ring') : 'none')
    this.#releaseIfIdle()
    for (const id of this.#silenced) if (this.#book.get(id)?.state !== 'ringing') this.#silenced.delete(id)
    this.#changed.emit()
  }
}
