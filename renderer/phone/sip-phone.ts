import { UserAgent } from 'sip.js'
import type { CallStats, PhoneSnapshot } from '#bridge/phone.ts'
import type { CallEvent } from '#domain/call/call-event.ts'
import type { Line } from '#domain/call/line.ts'
import type { DialPlan } from '#domain/directory/dial-plan.ts'
import type { CallId } from '#domain/ids.ts'
import { Emitter, type Unsubscribe } from '#shared/emitter.ts'
import { ok, type Result } from '#shared/result.ts'
import { Colleagues } from './blf/colleagues.ts'
import { CallBook } from './call/call-book.ts'
import { CallSessions, type Did } from './call/call-sessions.ts'
import { CallVerbs } from './call/call-verbs.ts'
import { ExtensionDigits } from './call/extension-digits.ts'
import { FeatureVerbs } from './call/feature-verbs.ts'
import { IncomingCalls } from './call/incoming-calls.ts'
import { LocalMix } from './call/local-mix.ts'
import { OutgoingCalls } from './call/outgoing-calls.ts'
import { replacedCall } from './call/replaced-call.ts'
import { TransferVerbs } from './call/transfer-verbs.ts'
import { Transfers } from './call/transfers.ts'
import { SipHands } from './desk/desk-hands.ts'
import { DeskRunner } from './desk/desk-runner.ts'
import { ownPartsOf } from './desk/own-parts.ts'
import { SipLine, type SipLinePorts } from './line/sip-line.ts'
import type { MediaPort, Voice } from './media/media-port.ts'
import { QualityWatch } from './media/quality-watch.ts'
import type { Phone, PhoneLogin, PhoneRefusal } from './phone.ts'

export type SipPhonePorts = Pick<
  SipLinePorts,
  'now' | 'random' | 'after' | 'newSocket' | 'newToken' | 'journal' | 'certificateOf'
> & {
  newCallId: () => CallId
  media: MediaPort
}

/** The telephone over SIP.js: calls on one line, one of them talking. Its parts do the work; it puts them together. */
export class SipPhone implements Phone {
  readonly #ports: SipPhonePorts
  readonly #book: CallBook
  readonly #sessions: CallSessions
  readonly #line: SipLine
  readonly #incoming: IncomingCalls
  readonly #outgoing: OutgoingCalls
  readonly #verbs: CallVerbs
  readonly #transfers: Transfers
  readonly #transferVerbs: TransferVerbs
  readonly desk: DeskRunner
  readonly colleagues: Colleagues
  readonly #quality: QualityWatch
  readonly #extensions: ExtensionDigits
  readonly features: FeatureVerbs
  readonly #changed = new Emitter<void>()
  readonly #lineChanged = new Emitter<Line>()
  #login = 'null'

  constructor(ports: SipPhonePorts) {
    this.#ports = ports
    const { media, after } = ports
    const changed = () => this.#changed.emit()
    const book = new CallBook(after)
    const sessions = new CallSessions({ ...ports, book, qualityOf: (id) => this.#quality.summaryOf(id) })
    const calls = () => book.calls
    this.#book = book
    this.#sessions = sessions
    this.desk = new DeskRunner({
      ...ports,
      hands: new SipHands({ ...ports, sessions, policy: () => this.desk.policy }),
    })
    sessions.onDesk = (ids) => this.desk.merge(ids)
    sessions.onTaking = (call) => this.desk.adopt(call)
    sessions.onTaken = (id) => this.desk.adopted(id)
    book.events.on((event) => this.desk.call(event))
    this.desk.changed.on(changed)
    this.#incoming = new IncomingCalls({
      ...ports,
      sessions,
      answer: (id) => void this.answer(id),
      microphoneOpened: () => this.#releaseIfIdle(),
    })
    this.#line = this.#newLine()
    this.colleagues = new Colleagues({
      ...ports,
      clock: () => performance.now(),
      agent: () => (this.#line.isReady ? this.#line.agent : null),
      addressOf: (extension) => UserAgent.makeURI(`sip:${extension}@${this.#line.domain}`),
      extension: () => this.#line.user,
      changed,
    })
    this.#extensions = new ExtensionDigits((id, digits) => void this.dtmf(id, digits), after)
    this.#outgoing = new OutgoingCalls({
      sessions,
      line: this.#line,
      media,
      pressLater: (id, digits) => this.#extensions.expect(id, digits),
    })
    this.#verbs = new CallVerbs(sessions, this.desk, media, () => this.features.codes)
    this.#transfers = new Transfers({
      calls,
      session: (id) => sessions.get(id),
      resume: (id) => void this.resume(id),
      after,
      changed: () => {
        this.features.onCalls()
        changed()
      },
      onDesk: (order, id) => this.desk.order(order, id),
    })
    this.#transferVerbs = new TransferVerbs({
      sessions,
      outgoing: this.#outgoing,
      transfers: this.#transfers,
      call: (id) => book.get(id),
    })
    this.#quality = new QualityWatch({
      calls,
      sample: async (id) => (await sessions.get(id)?.voice?.sample()) ?? null,
      clock: () => performance.now(),
      after,
      changed,
    })
    const mix = new LocalMix(sessions, media)
    this.features = new FeatureVerbs({
      ...ports,
      book,
      sessions,
      outgoing: this.#outgoing,
      transfers: this.#transfers,
      mix,
      line: this.#line,
      changed,
    })
    book.changed.on(() => this.#onCalls())
    media.onMicrophone(changed)
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
      ringing: this.desk.sound !== 'none',
      transfers: this.#transfers.all,
      quality: this.#quality.all,
      ...ownPartsOf(this.desk),
      colleagues: this.colleagues.all,
      voicemail: this.colleagues.voicemail,
      ...this.features.parts,
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
    this.#sessions.each((call) => call.hangUp())
    this.#line.use(login)
  }

  setDialPlan(plan: DialPlan): void {
    this.#outgoing.setDialPlan(plan)
  }

  reconnect(): void {
    this.#line.reconnect()
  }

  networkChanged(): void {
    this.#line.networkChanged()
  }

  answer(id: CallId): Did {
    return this.#verbs.answer(id)
  }

  reject(id: CallId): Did {
    return this.#verbs.reject(id)
  }

  hangUp(id: CallId): Did {
    return this.#verbs.hangUp(id)
  }

  hold(id: CallId): Did {
    return this.#verbs.hold(id)
  }

  resume(id: CallId): Did {
    return this.#verbs.resume(id)
  }

  setMuted(id: CallId, muted: boolean): Did {
    return this.#verbs.setMuted(id, muted)
  }

  dtmf(id: CallId, digits: string): Did {
    return this.#verbs.dtmf(id, digits)
  }

  stats(id: CallId): Promise<Result<CallStats, PhoneRefusal>> {
    return this.#verbs.stats(id)
  }

  /** The sound of a call; null before it has any. */
  voice(id: CallId): Voice | null {
    return this.#sessions.get(id)?.voice ?? null
  }

  call(number: string, options?: { ext?: string | null }): Promise<Result<CallId, PhoneRefusal>> {
    return this.#outgoing.call(number, options)
  }

  transfer(id: CallId, to: string): Did {
    return this.#transferVerbs.transfer(id, to)
  }

  consult(id: CallId, to: string): Promise<Result<CallId, PhoneRefusal>> {
    return this.#transferVerbs.consult(id, to)
  }

  transferTo(id: CallId, consultId: CallId): Did {
    return this.#transferVerbs.transferTo(id, consultId)
  }

  async silence(id: CallId): Did {
    const found = this.#sessions.find(id, ['ringing'])
    if (!found.ok) return found
    this.desk.order('silence', id)
    return ok(null)
  }

  async stop(): Promise<void> {
    this.#login = 'null'
    this.#sessions.each((call) => call.hangUp())
    await this.#line.stop()
    this.desk.stop()
    this.#ports.media.releaseMicrophone()
  }

  #newLine(): SipLine {
    return new SipLine({
      ...this.#ports,
      descriptions: (iceServers) => this.#ports.media.descriptions(iceServers),
      onLine: (line) => {
        this.#lineChanged.emit(line)
        this.#changed.emit()
      },
      onInvite: (invitation) => this.#incoming.onInvite(invitation),
      onUnreadableInvite: (invite, code) => this.#incoming.onUnreadable(invite, code),
      onCancel: (callId, reasons) => this.#incoming.keepCancel(callId, reasons),
      ownsReplaced: (header) => replacedCall(header, this.#sessions) !== null,
      onTheirOffer: (callId) => {
        this.#sessions.each((call) => {
          if (call.sipCallId === callId) call.theyOffer()
        })
      },
      detachCalls: () => {
        this.#sessions.each((call) => call.detach())
        this.colleagues.detach()
      },
      attachCalls: () => {
        this.#sessions.each((call) => call.attach())
        this.colleagues.attach()
      },
    })
  }

  #releaseIfIdle(): void {
    if (this.#book.calls.every(({ state }) => state === 'over')) this.#ports.media.releaseMicrophone()
  }

  #onCalls(): void {
    this.#transfers.onCalls()
    this.features.onCalls()
    this.#extensions.onCalls(this.#book.calls)
    this.#quality.onCalls()
    this.#releaseIfIdle()
    this.#changed.emit()
  }
}
