import { type Core, Invitation, Inviter, type Session, SessionState, type URI } from 'sip.js'
import type { CallDialog } from '#domain/call/call-dialog.ts'
import type { CallEnd } from '#domain/call/call-end.ts'
import type { PbxFeatures } from '#domain/call/pbx-features.ts'
import { readRecording } from '#domain/call/recording.ts'
import type { TransferNews } from '#domain/call/transfer.ts'
import type { CallId } from '#domain/ids.ts'
import type { MediaPort, Voice } from '../media/media-port.ts'
import { CallEnding } from './call-ending.ts'
import type { CallNews } from './call-news.ts'
import { CallSound } from './call-sound.ts'
import { readAssertedCaller } from './caller-from-invite.ts'
import { redirectTarget } from './redirect-target.ts'
import { Renegotiation } from './renegotiation.ts'
import { audioDirection, holdsUs } from './sdp-direction.ts'
import { sendOffer } from './send-offer.ts'
import { sendRefer } from './send-refer.ts'
import { sendTones } from './send-tones.ts'
import { SessionClock, stampReinviteAnswers } from './session-clock.ts'

export type SipCallPorts = {
  id: CallId
  tell: (news: CallNews) => void
  media: MediaPort
  random: () => number
  after: (ms: number, then: () => void) => () => void
  onEnded: () => void
}

export type InviteOptions = { learnsPeer?: boolean; refusedAs?: CallEnd }

/** A CANCEL the PBX does not answer, or a 200 that cannot be made, is not waited for longer. */
const pendingMs = 10_000

/** One SIP session of ours, told as call events; everything asked of it is safe in any state. */
export class SipCall {
  readonly id: CallId
  readonly #session: Session
  readonly #ports: SipCallPorts
  readonly #negotiation: Renegotiation
  readonly #clock: SessionClock
  readonly #ending = new CallEnding()
  readonly #sound: CallSound
  #ended = false
  #stopPending: (() => void) | null = null
  #leaving = false

  constructor(session: Session, ports: SipCallPorts) {
    this.id = ports.id
    this.#session = session
    this.#ports = ports
    this.#clock = new SessionClock({
      after: ports.after,
      refresh: () => this.#negotiation.refresh(),
      expire: () => this.#finish('expired', null),
    })
    this.#sound = new CallSound({
      media: ports.media,
      isHeld: () => this.#negotiation.wantsHold,
      onState: (state) => {
        ports.tell({ type: 'media', state })
        if (state === 'lost') this.#negotiation.refresh()
      },
    })
    stampReinviteAnswers(session, (request) => this.#clock.answer(request))
    this.#negotiation = new Renegotiation({
      offer: (wishes) => sendOffer(session, wishes, this.#clock),
      needsIceRestart: () => this.voice?.needsRestart ?? false,
      onHold: (on) => {
        this.#sound.apply()
        ports.tell({ type: 'held', on })
      },
      onHoldFailed: () => {
        this.#sound.apply()
        ports.tell({ type: 'holdFailed' })
      },
      onRefreshed: () => ports.tell({ type: 'signalling', attached: true }),
      onGone: () => this.#finish('transportLost', 481),
      random: ports.random,
      after: ports.after,
      ownsCallId: session instanceof Inviter,
    })
    if (session instanceof Invitation) this.#negotiation.awaitAck()
    session.delegate = {
      // A microtask later SIP.js has finished with the ACK.
      onAck: () => queueMicrotask(() => this.#negotiation.acknowledged()),
      onBye: (bye) => {
        this.#ending.note(this.#leaving ? 'transferred' : 'endedByThem')
        void bye.accept()
      },
      onCancel: ({ request }) => this.#ending.noteCancel(request, session.state),
      onInvite: (request) => this.#onOffer(request),
      onSessionDescriptionHandler: () => queueMicrotask(() => this.#sound.find(session)),
    }
    session.stateChange.addListener((state) => this.#onState(state))
  }

  get sipCallId(): string {
    return this.#session instanceof Inviter || this.#session instanceof Invitation
      ? this.#session.request.callId
      : ''
  }

  /** Answers with 200; resolves when it is sent, false when the call ended before. */
  async answer(): Promise<boolean> {
    if (!(this.#session instanceof Invitation) || this.#session.state !== SessionState.Initial) return false
    this.#ports.tell({ type: 'answering' })
    this.#giveUpAfter(pendingMs, 'failed')
    try {
      await this.#session.accept({ extraHeaders: this.#clock.answer(this.#session.request) })
    } catch {
      // A CANCEL that came first, or a description that could not be made: the state tells which.
      this.#ending.note('failed', 480)
    }
    return this.#isEstablished
  }

  /** 486 while it rings: with a queue the next member rings, and the caller stays. */
  reject(end: CallEnd = 'rejected', statusCode = 486): void {
    if (!(this.#session instanceof Invitation)) return
    this.#ending.note(end)
    if (this.#session.state === SessionState.Initial || this.#session.state === SessionState.Establishing) {
      this.#session.reject({ statusCode }).catch(ignore)
    }
  }

  /** BYE, CANCEL or refusal, whichever the state asks for. */
  hangUp(): void {
    const session = this.#session
    if (session.state === SessionState.Established) {
      this.#ending.note('endedByUs')
      this.#sendBye()
    } else if (session instanceof Inviter) {
      this.#ending.note('endedByUs')
      this.#ports.tell({ type: 'cancelling' })
      this.#giveUpAfter(pendingMs, 'endedByUs')
      if (session.state !== SessionState.Terminating && session.state !== SessionState.Terminated) {
        session.cancel().catch(ignore)
      }
    } else {
      this.reject('endedByUs', 480)
    }
  }

  /** Null before the dialog is confirmed. */
  get dialog(): CallDialog | null {
    const dialog = this.#isEstablished ? this.#session.dialog : undefined
    return dialog ? { localTag: dialog.localTag, remoteTag: dialog.remoteTag } : null
  }

  /** Another call takes the place of this one (RFC 3891); SIP.js hangs it up when that one is answered. */
  isReplaced(): void {
    this.#ending.note('replaced')
  }

  /**
   * Sends the INVITE of an outgoing call. `learnsPeer`: the answer says who is on the line (a code was dialled, not a
   * number). `refusedAs`: what a refusal means when it is not the called person's.
   */
  async invite({ learnsPeer = false, refusedAs }: InviteOptions = {}): Promise<void> {
    if (!(this.#session instanceof Inviter)) return
    try {
      await this.#session.invite({
        requestDelegate: {
          onProgress: ({ message }) => {
            if (message.statusCode === 180 || message.statusCode === 183)
              this.#ports.tell({ type: 'remoteRinging' })
          },
          onAccept: ({ message }) => {
            this.#clock.answered(message)
            // SIP.js calls the session established right after this.
            queueMicrotask(() => this.#onSaid(message, learnsPeer))
          },
          onReject: ({ message }) => this.#onRefusal(message, refusedAs),
          onRedirect: ({ message }) => this.#onRefusal(message, refusedAs),
        },
      })
    } catch {
      this.#finish(refusedAs ?? 'failed', null)
    }
  }

  hold(on: boolean): void {
    if (this.#negotiation.wantsHold === on) return
    this.#negotiation.hold(on)
    this.#sound.apply()
    this.#ports.tell({ type: 'holdAsked', on })
  }

  /** Whether the dispatcher talks here; of several calls the desk decides which. */
  setOnAir(on: boolean): void {
    this.#sound.onAir = on
  }

  setMuted(on: boolean): void {
    this.#sound.muted = on
    this.#ports.tell({ type: 'muted', on })
  }

  sendTones(digits: string, by: PbxFeatures['tones']): boolean {
    return sendTones(this.#session, this.voice, digits, by)
  }

  /** Asks the PBX to connect the other side with that address, or with the other call's side; news until it is over. */
  refer(target: URI | SipCall, tell: (news: TransferNews) => void): void {
    sendRefer(this.#session, target instanceof SipCall ? target.#session : target, tell)
  }

  /** The PBX took a transfer of this call: a BYE of theirs means that it went well. */
  set leaving(on: boolean) {
    this.#leaving = on
  }

  /** The other side is connected elsewhere; Asterisk leaves the BYE to us. */
  leave(): void {
    this.#finish('transferred', null)
  }

  /** Read anew each time: awaiting SIP.js changes it. */
  get #isEstablished(): boolean {
    return this.#session.state === SessionState.Established
  }

  get voice(): Voice | null {
    return this.#sound.voice
  }

  /** The socket is gone. A conversation goes on by its media; a call that was not answered yet cannot be any more. */
  detach(): void {
    if (this.#isEstablished) {
      this.#ports.tell({ type: 'signalling', attached: false })
      return
    }
    this.#finish('transportLost', null)
    void this.#session.dispose().catch(ignore)
  }

  /** A re-INVITE of this dialog is about to be answered. */
  theyOffer(): void {
    if (this.#isEstablished) this.#negotiation.awaitAck()
  }

  /** Registered again: the PBX still sends in-dialog requests to the old socket until a re-INVITE names the new one. */
  attach(): void {
    if (this.#session.state === SessionState.Established) this.#negotiation.refresh()
  }

  #onState(state: SessionState): void {
    if (state === SessionState.Established) {
      this.#stopPending?.()
      this.#sound.find(this.#session)
      this.#sound.apply()
      this.#ports.tell({ type: 'answered' })
      this.#ports.tell({ type: 'signalling', attached: true })
      const { dialog } = this
      if (dialog !== null) this.#ports.tell({ type: 'dialog', dialog })
      if (this.#session instanceof Invitation) this.#onSaid(this.#session.request, false)
    }
    if (state === SessionState.Terminated) this.#onTerminated()
  }

  #onTerminated(): void {
    const ending = this.#ending.terminated(this.#session)
    if (ending === null) queueMicrotask(() => this.#finish('failed', null))
    else this.#finish(ending.end, ending.sipCode)
  }

  #onRefusal(message: Core.IncomingResponseMessage, refusedAs?: CallEnd): void {
    const { end, sipCode } = this.#ending.refused(message)
    const other = end === 'redirected' && refusedAs === undefined ? redirectTarget(message) : null
    this.#finish(refusedAs ?? end, sipCode, other)
  }

  /** What the PBX says of the call beside its description: whether it records, and perhaps who is there. */
  #onSaid(message: Pick<Core.IncomingRequestMessage, 'getHeader' | 'getHeaders'>, namesPeer: boolean): void {
    const state = readRecording(message.getHeader('x-recording'))
    if (state !== 'unknown') this.#ports.tell({ type: 'recording', state })
    const caller = namesPeer ? readAssertedCaller((name) => message.getHeaders(name)) : null
    if (caller !== null) this.#ports.tell({ type: 'numbered', caller })
  }

  #finish(end: CallEnd, sipCode: number | null, redirectTo: string | null = null): void {
    if (this.#ended) return
    this.#ended = true
    this.#stopPending?.()
    this.#negotiation.end()
    this.#clock.end()
    if (this.#isEstablished) this.#sendBye()
    this.#ports.tell({ type: 'ended', end, sipCode, ...(redirectTo === null ? {} : { redirectTo }) })
    this.#ports.onEnded()
  }

  /** SIP.js throws where the dialog is gone and the session does not know yet: a 481 crossed us. */
  #sendBye(): void {
    try {
      this.#session.bye().catch(ignore)
    } catch {
      void this.#session.dispose().catch(ignore)
      this.#finish(this.#ending.noted?.end ?? 'transportLost', 481)
    }
  }

  #giveUpAfter(ms: number, end: CallEnd): void {
    this.#stopPending?.()
    this.#stopPending = this.#ports.after(ms, () => {
      this.#finish(this.#ending.noted?.end ?? end, null)
      void this.#session.dispose().catch(ignore)
    })
  }

  /** A re-INVITE was answered: who is on the line, and whether we are held, may have changed. */
  #onOffer(request: Core.IncomingRequestMessage): void {
    const direction = audioDirection(request.body ?? '')
    if (direction !== null) this.#ports.tell({ type: 'heldByThem', on: holdsUs(direction) })
    this.#onSaid(request, true)
    this.#sound.find(this.#session)
    this.#sound.apply()
  }
}

function ignore(): void {}
