// @vitest-environment node
import { describe, expect, test } from 'vitest'
import type { PhoneSnapshot } from '#bridge/phone.ts'
import { Slices } from '#renderer/phone/blf/slices.ts'
import { PhoneAtPeer } from '../../../support/sip-peer/phone-at-peer.ts'
import { header, newBranch, type SipText, writeSip } from '../../../support/sip-peer/sip-text.ts'

type Dialog = { state: string; direction?: string; remote?: string; name?: string }

const dialogInfo = (version: number, state: 'full' | 'partial', dialogs: readonly Dialog[]) =>
  `<?xml version="1.0"?><dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="${version}" state="${state}" entity="sip:102@pbx.local">${dialogs
    .map(
      (dialog, at) =>
        `<dialog id="d${at}"${dialog.direction ? ` direction="${dialog.direction}"` : ''}><state>${dialog.state}</state>${
          dialog.remote
            ? `<remote><identity display="${dialog.name ?? ''}">sip:${dialog.remote}@pbx.local</identity></remote>`
            : ''
        }</dialog>`,
    )
    .join('')}</dialog-info>`

/** The PBX's side of one subscription of the phone. */
class Subscribed {
  readonly #rig: PhoneAtPeer
  readonly #request: SipText
  readonly #tag = `pbx-${newBranch()}`
  #cseq = 1

  constructor(rig: PhoneAtPeer, request: SipText) {
    this.#rig = rig
    this.#request = request
  }

  accept(request = this.#request): void {
    this.#rig.peer.reply(request, '200 OK', {
      tag: this.#tag,
      headers: ['Expires: 600', 'Contact: <sip:asterisk@127.0.0.1:5060;transport=ws>'],
    })
  }

  /** Resolves when the phone has answered it. */
  async notify(event: string, type: string, body: string): Promise<void> {
    const contact = /<([^>]+)>/.exec(header(this.#request, 'contact'))?.[1] ?? ''
    this.#rig.peer.send(
      writeSip(
        `NOTIFY ${contact} SIP/2.0`,
        [
          `Via: SIP/2.0/WS 127.0.0.1:5060;branch=${newBranch()};rport`,
          `From: ${header(this.#request, 'to')};tag=${this.#tag}`,
          `To: ${header(this.#request, 'from')}`,
          `Call-ID: ${header(this.#request, 'call-id')}`,
          `CSeq: ${this.#cseq++} NOTIFY`,
          'Contact: <sip:asterisk@127.0.0.1:5060;transport=ws>',
          `Event: ${event}`,
          'Subscription-State: active;expires=600',
          `Content-Type: ${type}`,
        ],
        body,
      ),
    )
    await this.#rig.peer.response(200, 'NOTIFY')
  }

  dialogs(version: number, state: 'full' | 'partial', ...dialogs: Dialog[]): Promise<void> {
    return this.notify('dialog', 'application/dialog-info+xml', dialogInfo(version, state, dialogs))
  }
}

async function watching(rig: PhoneAtPeer, extension = '102'): Promise<Subscribed> {
  rig.phone.colleagues.watch([extension])
  return await subscription(rig, extension)
}

async function subscription(rig: PhoneAtPeer, extension: string): Promise<Subscribed> {
  const request = await rig.peer.next(
    `SUBSCRIBE to ${extension}`,
    ({ method, startLine }) => method === 'SUBSCRIBE' && startLine.includes(`sip:${extension}@`),
  )
  const subscribed = new Subscribed(rig, request)
  subscribed.accept()
  return subscribed
}

const shows = (presence: string) => (snapshot: PhoneSnapshot) => snapshot.colleagues[0]?.presence === presence

describe('a colleague’s phone', () => {
  test('is unknown until the PBX tells, then free, ringing, talking and free again', async () => {
    await using rig = await PhoneAtPeer.ready()
    const boris = await watching(rig)
    expect(rig.phone.snapshot.colleagues).toMatchObject([{ extension: '102', presence: 'unknown' }])
    await boris.dialogs(0, 'full')
    await rig.until('free', shows('free'))
    const from = { remote: '+74955556677', name: 'Ромашка', direction: 'recipient' }
    await boris.dialogs(1, 'full', { state: 'early', ...from })
    const { colleagues } = await rig.until('ringing', shows('ringing'))
    expect(colleagues[0]?.remote).toEqual({ number: '+74955556677', name: 'Ромашка' })
    await boris.dialogs(2, 'full', { state: 'confirmed', ...from })
    await rig.until('talking', shows('talking'))
    await boris.dialogs(3, 'full', { state: 'terminated' })
    expect((await rig.until('free again', shows('free'))).colleagues[0]?.remote).toBeNull()
  })

  test('of which a word was lost is unknown, and the whole is asked for once', async () => {
    await using rig = await PhoneAtPeer.ready()
    const boris = await watching(rig)
    await boris.dialogs(0, 'full')
    await rig.until('free', shows('free'))
    await boris.dialogs(4, 'partial', { state: 'confirmed' })
    await rig.until('unknown', shows('unknown'))
    boris.accept(await rig.peer.request('SUBSCRIBE'))
    await boris.dialogs(5, 'full', { state: 'confirmed' })
    await rig.until('talking', shows('talking'))
  })

  test('is unknown while the line is away, and asked for again on the next socket', async () => {
    await using rig = await PhoneAtPeer.ready()
    const boris = await watching(rig)
    await boris.dialogs(0, 'full')
    await rig.until('free', shows('free'))
    rig.peer.cut()
    await rig.until('unknown', shows('unknown'))
    const again = await subscription(rig, '102')
    await again.dialogs(0, 'full', { state: 'confirmed' })
    await rig.until('talking', shows('talking'))
  })

  test('nobody asks for any more is let go at the PBX', async () => {
    await using rig = await PhoneAtPeer.ready()
    const boris = await watching(rig)
    await boris.dialogs(0, 'full')
    await rig.until('free', shows('free'))
    rig.phone.colleagues.watch([])
    expect(header(await rig.peer.request('SUBSCRIBE'), 'expires')).toBe('0')
    expect(rig.phone.snapshot.colleagues).toEqual([])
  })

  test('hundreds are asked for a few at a time', async () => {
    await using rig = await PhoneAtPeer.ready()
    rig.phone.colleagues.watch(Array.from({ length: 25 }, (_, n) => String(200 + n)))
    const at: number[] = []
    for (let n = 0; n < 25; n++) {
      await rig.peer.request('SUBSCRIBE')
      at.push(performance.now())
    }
    expect(at[24]! - at[0]!).toBeGreaterThan(100)
  })
})

test('the lamp of voice mail counts what is new, where the company has voice mail', async () => {
  await using rig = await PhoneAtPeer.ready()
  rig.phone.colleagues.listenToMailbox(true)
  const mailbox = await subscription(rig, '101')
  const body = 'Messages-Waiting: yes\r\nMessage-Account: sip:101@pbx.local\r\nVoice-Message: 2/5 (0/0)\r\n'
  await mailbox.notify('message-summary', 'application/simple-message-summary', body)
  const { voicemail } = await rig.until('the lamp', (snapshot) => snapshot.voicemail !== null)
  expect(voicemail).toEqual({ fresh: 2, old: 5 })
  rig.phone.colleagues.listenToMailbox(false)
  expect(rig.phone.snapshot.voicemail).toBeNull()
})

test('a storm of news is worked off in slices of 8 ms, one a frame, in order', () => {
  let now = 0
  const later: { ms: number; then: () => void }[] = []
  const worked: number[] = []
  let slices = 0
  const storm = new Slices<number>(
    {
      clock: () => now,
      after: (ms, then) => {
        later.push({ ms, then })
        return () => {}
      },
    },
    (item) => {
      worked.push(item)
      now += 3
    },
    () => slices++,
  )
  for (let n = 0; n < 10; n++) storm.add(n)
  const waits: number[] = []
  for (let next = later.shift(); next; next = later.shift()) {
    waits.push(next.ms)
    next.then()
  }
  expect(worked).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(slices).toBe(4)
  expect(waits).toEqual([0, 16, 16, 16])
})
