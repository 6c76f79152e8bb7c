import { Emitter } from '#shared/emitter.ts'
import { Dialog, type DialogHost, identityAddress } from './dialog.ts'
import type { Identity } from './identity.ts'
import { MediaLeg } from './media-leg.ts'
import type { Registration } from './registrar.ts'
import { Reinvites } from './reinvites.ts'
import { sdpType } from './sdp.ts'
import { sipUri } from './sip-address.ts'
import { header, type SipHeaders, type SipRequest, type SipResponse } from './sip-message.ts'
import type { SipConnection } from './ws-door.ts'

export type LegNews =
  | { type: 'ringing' }
  | { type: 'answered' }
  | { type: 'held'; held: boolean }
  | { type: 'key'; key: string }
  | { type: 'refer'; request: SipRequest }
  /** `status` is the refusal's; null when it was answered, or given up by us. */
  | { type: 'over'; by: 'phone' | 'pbx'; status: number | null }

export type LegHost = DialogHost & { mediaHost: string }

/**
 * One call leg with one phone.
 * calling ──18x──▶ ringing ──2xx──▶ up ──BYE──▶ over;   any ──refused, cancelled──▶ over (never leaves it)
 */
export class PhoneLeg {
  readonly extension: string
  readonly news = new Emitter<LegNews>()
  readonly dialog: Dialog
  readonly media: MediaLeg
  readonly #domain: string
  readonly #reinvites: Reinvites
  #state: 'calling' | 'ringing' | 'up' | 'over' = 'calling'
  #invite: { sequence: number; branch: string } | null = null
  #givenUp: readonly string[] | null = null
  #provisional = false
  /** The INVITE of the phone that we have not answered finally yet. */
  #unanswered: SipRequest | null = null

  private constructor(host: LegHost, extension: string, dialog: Dialog) {
    this.#domain = host.domain
    this.extension = extension
    this.dialog = dialog
    this.media = new MediaLeg(host.mediaHost)
    this.#reinvites = new Reinvites({
      ...{ dialog, media: this.media, domain: host.domain },
      isUp: () => this.#state === 'up',
      onHeld: (held) => this.news.emit({ type: 'held', held }),
    })
    this.media.keyPressed.on((key) => this.news.emit({ type: 'key', key }))
  }

  /** A leg that will ring this phone; `ring` sends the INVITE. */
  static toPhone(host: LegHost, phone: Registration, from: Identity): PhoneLeg {
    const dialog = Dialog.toPhone(host, {
      connection: phone.connection,
      contact: phone.contact,
      from: identityAddress(from, host.domain),
      to: `<${sipUri(phone.extension, host.domain)}>`,
    })
    return new PhoneLeg(host, phone.extension, dialog)
  }

  /** The leg of a phone that calls; `null` when its INVITE lacks what a dialog needs. */
  static fromPhone(
    host: LegHost,
    extension: string,
    invite: SipRequest,
    connection: SipConnection,
  ): PhoneLeg | null {
    const dialog = Dialog.fromPhone(host, invite, connection)
    if (!dialog) return null
    const leg = new PhoneLeg(host, extension, dialog)
    leg.#unanswered = invite
    dialog.answer(invite, 100)
    return leg
  }

  get state(): 'calling' | 'ringing' | 'up' | 'over' {
    return this.#state
  }

  /** Sends the INVITE with an offer. */
  async ring(from: Identity, headers: SipHeaders): Promise<void> {
    const offer = await this.media.offer()
    if (this.#givenUp) {
      this.#end('pbx', null)
      return
    }
    this.#invite = this.dialog.request(
      'INVITE',
      { headers: [...this.#asserted(from), ...headers, ['Allow', allowed], sdpType], body: offer },
      (response) => {
        this.#hearAnswer(response).catch(() => this.hangUp())
      },
    )
  }

  /** Stops ringing. The reasons tell the phone why, as RFC 3326 headers. Not answered by then means over at once. */
  giveUp(reasons: readonly string[]): void {
    if (this.#state !== 'calling' && this.#state !== 'ringing') return
    if (this.#givenUp) return
    this.#givenUp = reasons
    // RFC 3261 §9.1: no CANCEL before the phone has answered anything.
    if (this.#invite && this.#provisional) this.dialog.cancel(this.#invite, reasons)
  }

  /** Tells the calling phone that it rings at the other end. */
  ringback(): void {
    if (!this.#unanswered || this.#state !== 'calling') return
    this.#state = 'ringing'
    this.dialog.answer(this.#unanswered, 180, { headers: [this.dialog.contact] })
  }

  /** Answers the calling phone, and says with whom it talks. A description that we cannot use is refused with 488. */
  async answer(who: Identity | null = null): Promise<void> {
    const invite = this.#unanswered
    if (!invite) return
    let body: string
    try {
      body = await this.media.answer(invite.body)
    } catch {
      this.refuse(488)
      return
    }
    if (this.#unanswered !== invite) return
    this.#unanswered = null
    this.#state = 'up'
    this.dialog.answer(invite, 200, {
      headers: [this.dialog.contact, ...this.#asserted(who), ['Allow', allowed], sdpType],
      body,
    })
    this.news.emit({ type: 'answered' })
  }

  /** Refuses the calling phone. */
  refuse(status: number, headers: SipHeaders = []): void {
    if (!this.#unanswered) return
    this.dialog.answer(this.#unanswered, status, { headers })
    this.#unanswered = null
    this.#end('pbx', status)
  }

  /** Ends it in whatever state it is. */
  hangUp(reason?: string): void {
    if (this.#state === 'up') {
      this.dialog.request('BYE', { headers: reason ? [['Reason', reason]] : [] })
      this.#end('pbx', null)
    } else if (this.#unanswered) {
      this.refuse(480, reason ? [['Reason', reason]] : [])
    } else {
      this.giveUp(reason ? [reason] : [])
    }
  }

  /** Tells the phone that it talks with somebody else now (a transfer was finished). */
  identify(who: Identity): void {
    this.#reinvites.identify(who)
  }

  /** A request of the phone inside this dialog. */
  take(request: SipRequest, connection: SipConnection): void {
    if (!this.dialog.accept(request, connection)) {
      this.dialog.answer(request, 500)
      return
    }
    switch (request.method) {
      case 'ACK':
        return
      case 'BYE':
        this.dialog.answer(request, 200)
        this.#end('phone', null)
        return
      case 'CANCEL':
        this.#takeCancel(request)
        return
      case 'INVITE':
        this.#reinvites.take(request).catch(() => this.dialog.answer(request, 500))
        return
      case 'REFER':
        this.news.emit({ type: 'refer', request })
        return
      case 'INFO':
        this.dialog.answer(request, 200)
        this.#takeInfo(request)
        return
      default:
        this.dialog.answer(request, 200, { headers: [['Allow', allowed]] })
    }
  }

  async #hearAnswer(response: SipResponse | null): Promise<void> {
    const invite = this.#invite
    if (!invite || this.#state === 'over') return
    if (!response) {
      this.#end('phone', 408)
      return
    }
    if (response.status < 200) {
      this.#hearProvisional(response.status, invite)
      return
    }
    if (response.status >= 300) {
      this.dialog.acknowledge(invite.sequence, invite.branch)
      this.#end(this.#givenUp ? 'pbx' : 'phone', this.#givenUp ? null : response.status)
      return
    }
    this.dialog.confirm(response)
    this.dialog.acknowledge(invite.sequence)
    this.#state = 'up'
    // Answered while the CANCEL was on its way: the phone talks to nobody, so it is told at once.
    if (this.#givenUp) {
      this.hangUp(this.#givenUp[0])
      return
    }
    // Before the media is set up: the others who ring must stop now.
    this.news.emit({ type: 'answered' })
    await this.media.takeAnswer(response.body)
  }

  /** RFC 3325; nothing for a hidden number. */
  #asserted(who: Identity | null): SipHeaders {
    return who === null || who.number === ''
      ? []
      : [['P-Asserted-Identity', identityAddress(who, this.#domain)]]
  }

  #hearProvisional(status: number, invite: { sequence: number; branch: string }): void {
    const first = !this.#provisional
    this.#provisional = true
    if (first && this.#givenUp) this.dialog.cancel(invite, this.#givenUp)
    if (status <= 100 || this.#state !== 'calling') return
    this.#state = 'ringing'
    this.news.emit({ type: 'ringing' })
  }

  #takeCancel(request: SipRequest): void {
    this.dialog.answer(request, this.#unanswered ? 200 : 481)
    if (!this.#unanswered) return
    this.dialog.answer(this.#unanswered, 487)
    this.#unanswered = null
    this.#end('phone', null)
  }

  #takeInfo(request: SipRequest): void {
    if (!/^application\/dtmf-relay/i.test(header(request, 'content-type') ?? '')) return
    const key = /^Signal\s*=\s*([0-9A-D*#])/im.exec(request.body)?.[1]
    if (key) this.news.emit({ type: 'key', key })
  }

  #end(by: 'phone' | 'pbx', status: number | null): void {
    if (this.#state === 'over') return
    this.#state = 'over'
    this.#reinvites.stop()
    this.media.close()
    this.news.emit({ type: 'over', by, status })
  }

  /** Drops it without a word to anybody: the PBX itself goes down. */
  abandon(): void {
    this.#end('pbx', null)
  }
}

/** What a phone may send us inside a call. */
export const allowed = 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, REFER, NOTIFY, SUBSCRIBE'
