import { randomUUID } from 'node:crypto'
import type { PhonePage } from '#tests/support/phone-shell/phone-page.ts'
import type { SipPeer } from '#tests/support/sip-peer/sip-peer.ts'
import { cseqMethod, header, type SipText, writeSip } from '#tests/support/sip-peer/sip-text.ts'
import { webrtcAnswer, webrtcOffer } from '#tests/support/sip-peer/webrtc-sdp.ts'

export type CallKind = 'elsewhere' | 'answered' | 'abandoned' | 'held' | 'transferred'

/** A day of a first line: of ten calls six are answered by colleagues. */
const mix: readonly CallKind[] = [
  ...Array<CallKind>(6).fill('elsewhere'),
  ...Array<CallKind>(2).fill('answered'),
  'abandoned',
]

/** The kind of the nth call; every tenth is held, every twentieth of all given away. */
export function kindOf(nth: number): CallKind {
  return mix[nth % 10] ?? (nth % 20 < 10 ? 'held' : 'transferred')
}

/** Plays whole calls against the phone page, each from its INVITE to the last answer. */
export class CallMix {
  readonly #phone: PhonePage
  readonly #peer: SipPeer

  constructor(phone: PhonePage, peer: SipPeer) {
    this.#phone = phone
    this.#peer = peer
  }

  async play(kind: CallKind): Promise<void> {
    const peer = this.#peer
    const sipCallId = randomUUID()
    const invite = peer.invite({ callId: sipCallId, body: webrtcOffer() })
    await peer.response(180, 'INVITE')
    if (kind === 'elsewhere' || kind === 'abandoned') {
      peer.cancel(invite, kind === 'elsewhere' ? ['SIP;cause=200;text="Call completed elsewhere"'] : [])
      await peer.response(200, 'CANCEL')
      this.#acknowledge(invite, await peer.response(487, 'INVITE'))
    } else await this.#talk(kind, invite, sipCallId)
    peer.forget()
  }

  async #talk(kind: CallKind, invite: SipText, sipCallId: string): Promise<void> {
    const peer = this.#peer
    const callId = await this.#phone.page.evaluate(idOf, sipCallId)
    if (callId === null) throw new Error('the call is not on the strip')
    const answering = this.#phone.verb('answer', { callId })
    const answered = await peer.response(200, 'INVITE')
    peer.inDialog(invite, answered, 'ACK', 1)
    await answering
    if (kind === 'held') await this.#hold(callId)
    if (kind === 'transferred') {
      await this.#transfer(callId, invite, answered)
      return
    }
    peer.inDialog(invite, answered, 'BYE', 2)
    await peer.response(200, 'BYE')
  }

  async #hold(callId: string): Promise<void> {
    const peer = this.#peer
    const asked = this.#phone.verb('hold', { callId })
    const offer = await peer.request('INVITE')
    peer.reply(offer, '200 OK', this.#accept())
    await peer.request('ACK')
    await asked
  }

  async #transfer(callId: string, invite: SipText, answered: SipText): Promise<void> {
    const peer = this.#peer
    const given = this.#phone.verb('transfer', { callId, to: '102' })
    // The caller is held first.
    const offer = await peer.request('INVITE')
    peer.reply(offer, '200 OK', this.#accept())
    await peer.request('ACK')
    peer.reply(await peer.request('REFER'), '202 Accepted', { tag: 'caller' })
    peer.inDialog(
      invite,
      answered,
      'NOTIFY',
      3,
      ['Event: refer', 'Subscription-State: terminated;reason=noresource', 'Content-Type: message/sipfrag'],
      'SIP/2.0 200 OK\r\n',
    )
    await peer.next('200 to NOTIFY', (message) => message.code === 200 && cseqMethod(message) === 'NOTIFY')
    peer.reply(await peer.request('BYE'), '200 OK', { tag: 'caller' })
    await given
  }

  #accept() {
    return {
      tag: 'caller',
      headers: ['Contact: <sip:asterisk@127.0.0.1:5060;transport=ws>'],
      body: webrtcAnswer('recvonly'),
    }
  }

  #acknowledge(invite: SipText, refused: SipText): void {
    this.#peer.send(
      writeSip(invite.startLine.replace(/^INVITE/, 'ACK'), [
        `Via: ${header(invite, 'via')}`,
        `From: ${header(invite, 'from')}`,
        `To: ${header(refused, 'to')}`,
        `Call-ID: ${header(invite, 'call-id')}`,
        'CSeq: 1 ACK',
      ]),
    )
  }
}

/** Runs in the page: our id of the call with that SIP Call-ID, as soon as the console knows of it. */
async function idOf(sipCallId: string): Promise<string | null> {
  for (let tries = 0; tries < 1_000; tries++) {
    const call = window.testShell?.snapshot?.calls.find((one) => one.sipCallId === sipCallId)
    if (call) return call.id
    await new Promise((resolve) => {
      setTimeout(resolve, 3)
    })
  }
  return null
}
