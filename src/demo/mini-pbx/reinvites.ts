import { type Dialog, identityAddress } from './dialog.ts'
import type { Identity } from './identity.ts'
import type { MediaLeg } from './media-leg.ts'
import { sdpType } from './sdp.ts'
import type { SipHeaders, SipRequest } from './sip-message.ts'

/** RFC 3261 §14.1: whoever owns the Call-ID waits 2.1-4 s after a 491; the phone's own turn comes before it. */
const glareWaitMs = 2_500

export type ReinvitesHost = {
  dialog: Dialog
  media: MediaLeg
  domain: string
  isUp: () => boolean
  /** The phone has put us on hold, or taken us back. */
  onHeld: (held: boolean) => void
}

/** Offers and answers inside one call that is up, one at a time (RFC 3261 §14): ours say who is there now, the phone's hold. */
export class Reinvites {
  readonly #host: ReinvitesHost
  #under: 'none' | 'ours' | 'theirs' = 'none'
  #retry: NodeJS.Timeout | null = null

  constructor(host: ReinvitesHost) {
    this.#host = host
  }

  /** Tells the phone who is there now, as soon as no other offer is under way. */
  identify(who: Identity): void {
    const { dialog, media, domain, isUp } = this.#host
    if (!isUp()) return
    if (this.#under !== 'none') {
      this.#identifyLater(who)
      return
    }
    this.#under = 'ours'
    const headers: SipHeaders = [['P-Asserted-Identity', identityAddress(who, domain)], sdpType]
    const invite = dialog.request('INVITE', { headers, body: media.offerAgain() }, (response) => {
      if (response && response.status < 200) return
      this.#under = 'none'
      if (!response || !isUp()) return
      if (response.status >= 300) {
        dialog.acknowledge(invite.sequence, invite.branch)
        if (response.status === 491) this.#identifyLater(who)
        return
      }
      dialog.confirm(response)
      dialog.acknowledge(invite.sequence)
      media.takeAnswerAgain(response.body)
    })
  }

  /** Answers an offer of the phone. */
  async take(request: SipRequest): Promise<void> {
    const { dialog, media, isUp, onHeld } = this.#host
    if (this.#under !== 'none' || !isUp()) {
      dialog.answer(request, 491)
      return
    }
    if (request.body.trim() === '') {
      dialog.answer(request, 488)
      return
    }
    this.#under = 'theirs'
    const before = media.heldByPhone
    try {
      const body = await media.answerAgain(request.body)
      dialog.answer(request, 200, { headers: [dialog.contact, sdpType], body })
    } catch {
      dialog.answer(request, 488)
    } finally {
      this.#under = 'none'
    }
    const held = media.heldByPhone
    if (held !== before) onHeld(held)
  }

  /** The call is over: nothing is tried again. */
  stop(): void {
    if (this.#retry) clearTimeout(this.#retry)
  }

  #identifyLater(who: Identity): void {
    this.stop()
    this.#retry = setTimeout(() => this.identify(who), glareWaitMs)
  }
}
