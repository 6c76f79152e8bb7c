import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import type { SipPeer } from '#tests/support/sip-peer/sip-peer.ts'
import { header, newBranch, writeSip } from '#tests/support/sip-peer/sip-text.ts'
import { type SeenCall, seenCall } from '../paint-watch.ts'

/** A pop that did not come by then never comes, ms. */
const seenWithinMs = 15_000

/** One page and the PBX it is registered at. */
export class Ringer {
  readonly #page: Page
  readonly #peer: SipPeer
  readonly #gone: () => Promise<void>
  /** Calls rung since the page was opened. */
  #rung = 0

  /** `gone`: resolves when the page shows no call that rings any more. */
  constructor(page: Page, peer: SipPeer, gone: () => Promise<void> = async () => {}) {
    this.#page = page
    this.#peer = peer
    this.#gone = gone
  }

  /** Rings until it is painted, then cancels and waits until the phone let go. */
  async ring(number: string): Promise<SeenCall & { sipCallId: string }> {
    const peer = this.#peer
    const sipCallId = randomUUID()
    const seen = this.#page.evaluate(seenCall, { nth: this.#rung++, withinMs: seenWithinMs })
    const invite = peer.invite({
      callId: sipCallId,
      from: `From: <sip:${number}@pbx.local>;tag=${newBranch()}`,
    })
    const call = await seen
    if (call === null) throw new Error(`a call of ${number} was not painted within ${seenWithinMs} ms`)
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
    await this.#gone()
    return { ...call, sipCallId }
  }
}
