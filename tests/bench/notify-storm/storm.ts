import type { SipPeer } from '#tests/support/sip-peer/sip-peer.ts'
import { header, type SipText } from '#tests/support/sip-peer/sip-text.ts'

const states = ['early', 'confirmed', 'terminated'] as const

/** Subscriptions of one page at the peer, and news for them. */
export class Storm {
  readonly #peer: SipPeer
  /** The accepted SUBSCRIBEs. */
  readonly #watched: { subscribe: SipText; cseq: number }[] = []

  constructor(peer: SipPeer) {
    this.#peer = peer
  }

  /** Accepts so many subscriptions, each with its first NOTIFY. */
  async accept(count: number): Promise<void> {
    for (let nth = 0; nth < count; nth++) {
      const subscribe = await this.#peer.request('SUBSCRIBE')
      this.#peer.reply(subscribe, '200 OK', {
        tag: 'hints',
        headers: ['Expires: 600', 'Contact: <sip:asterisk@127.0.0.1:5060;transport=ws>'],
      })
      this.#watched.push({ subscribe, cseq: 0 })
      this.notify(nth)
    }
  }

  /** One piece of news of the nth subscription: another state each time. */
  notify(nth: number): void {
    const watched = this.#watched[nth % this.#watched.length]
    if (!watched) throw new Error('nothing is watched')
    watched.cseq += 1
    const { subscribe, cseq } = watched
    const watchedUri = subscribe.startLine.split(' ')[1] ?? ''
    const user = /:(\d+)@/.exec(watchedUri)?.[1] ?? '102'
    this.#peer.inDialog(
      { ...subscribe, headers: new Map(subscribe.headers).set('from', [`<${watchedUri}>;tag=hints`]) },
      { ...subscribe, headers: new Map(subscribe.headers).set('to', [header(subscribe, 'from')]) },
      'NOTIFY',
      cseq,
      [
        'Event: dialog',
        'Subscription-State: active;expires=600',
        'Content-Type: application/dialog-info+xml',
      ],
      `<?xml version="1.0"?>
<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="${cseq}" state="full" entity="sip:${user}@pbx.local">
<dialog id="${user}" direction="recipient"><remote><identity display="Ромашка">sip:+74951112233@pbx.local</identity></remote><state>${states[cseq % states.length]}</state></dialog>
</dialog-info>
`,
    )
  }
}
