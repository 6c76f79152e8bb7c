import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import type { SipPeer } from '#tests/support/sip-peer/sip-peer.ts'
import { header, newBranch, writeSip } from '#tests/support/sip-peer/sip-text.ts'
import { type SeenCall, seenCall } from '../paint-watch.ts'

/** One page and the PBX it is registered at. */
export class Ringer {
  readonly #page: Page
  readonly #peer: SipPeer
  /** Calls rung since the page was opened. */
  #rung = 0

  constructor(page: Page, peer: SipPeer) {
    this.#page = page
    this.#peer = peer
  }

  /** Rings until it is painted, then cancels and waits until the phone let go. */
  async ring(number: string): Promise<SeenCall & { sipCallId: string }> {
    const peer = this.#peer
    const sipCallId = randomUUID()
    const seen = this.#page.evaluate(seenCall, this.#rung++)
    const invite = peer.invite({
      callId: sipCallId,
      from: `From: <sip:${number}@pbx.local>;tag=${newBranch()}`,
    })
    const call = await seen
    peer.cancel(invite)
    const refused = await peer.response(487, 'INVITE')
    peer.send(
      writeSip(invite.startLine.replace(/^INVITE/, 'ACK'), [
        `Via: ${header(invite, 'via')}`,
        `From: ${header(invite, 'from')}`,
        `To: ${header(refused, 'to')}`,
        `Call-ID: ${sipCallId}`,
        'CSeq: 1 ACK',
      ]),
    )
    return { ...call, sipCallId }
  }
}
