import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { PhonePage, servePhonePage } from '#tests/support/phone-shell/phone-page.ts'
import { SipPeer } from '#tests/support/sip-peer/sip-peer.ts'
import { cseqMethod } from '#tests/support/sip-peer/sip-text.ts'
import { webrtcOffer } from '#tests/support/sip-peer/webrtc-sdp.ts'
import { answerWatch } from './answer/answer-watch.ts'
import { type Bench, type BenchRow, rowOf } from './bench.ts'
import { launchBrowser } from './console/browser.ts'
import { serveBarePage } from './pop/bare-site.ts'

const counted = Number(process.env.PULT_ANSWERS ?? 100)
/** Stock SIP.js waits five seconds each time. */
const countedWithStun = Math.min(10, counted)
/** So long it rings before the key: nobody answers sooner, ms. */
const ringsMs = 400
/** TEST-NET-1 (RFC 5737): nobody answers there. */
const unreachableStun = 'stun:192.0.2.1:3478'

type Answers = { peer: SipPeer; answer: () => Promise<number> }

export const bench: Bench = {
  name: 'answer',
  title: `answer order in the phone page → 200 with SDP handed to the socket, after ${ringsMs} ms of ringing; beside stock SIP.js, interleaved`,
  async run(say) {
    return [await compare(null, counted, say), await compare(unreachableStun, countedWithStun, say)]
  },
}

/** Both pages in a browser of their own, call after call, each first as often as the other. */
async function compare(stun: string | null, n: number, say: (line: string) => void): Promise<BenchRow> {
  const closing: (() => unknown)[] = []
  try {
    const browser = await launchBrowser()
    closing.push(() => browser.close())
    const ours = await openPhone(browser, stun, closing)
    const bare = await openBare(browser, stun, closing)
    const [mine, theirs]: [number[], number[]] = [[], []]
    for (let nth = -2; nth < n; nth++) {
      for (const side of nth % 2 === 0 ? [ours, bare] : [bare, ours]) {
        const ms = await ring(side)
        if (nth >= 0) (side === ours ? mine : theirs).push(ms)
      }
    }
    const what = stun === null ? 'no STUN' : 'an unreachable STUN server'
    say(`${what}: ${n} answers on each side`)
    const atMost = stun === null ? 150 : 700
    return rowOf({ name: 'answer', case: what, unit: 'ms' }, mine, {
      peer: theirs,
      goal: `p99 ≤ ${atMost}`,
      met: ({ p99 }) => p99 <= atMost,
    })
  } finally {
    for (const close of closing.reverse()) await close()
  }
}

/** One call: rings, is answered, is ended by the other side. Answers the time of the answer, ms. */
async function ring({ peer, answer }: Answers): Promise<number> {
  const invite = peer.invite({ callId: randomUUID(), body: webrtcOffer() })
  await peer.response(180, 'INVITE')
  await pause(ringsMs)
  const answering = answer()
  // Judged below; a call that is not answered in time is the better message.
  answering.catch(() => {})
  const answered = await peer.next(
    '200 to INVITE',
    (message) => message.code === 200 && cseqMethod(message) === 'INVITE',
    15_000,
  )
  peer.inDialog(invite, answered, 'ACK', 1)
  const ms = await answering
  peer.inDialog(invite, answered, 'BYE', 2)
  await peer.response(200, 'BYE')
  peer.forget()
  return ms
}

async function openPhone(
  browser: Browser,
  stun: string | null,
  closing: (() => unknown)[],
): Promise<Answers> {
  const peer = await SipPeer.listen()
  const site = await servePhonePage()
  closing.push(
    () => peer.close(),
    () => site.stop(),
  )
  const account = {
    ...{ servers: [peer.url], domain: 'pbx.local', user: '101', authUser: null },
    ...{ displayName: 'Анна Крылова', iceServers: stun === null ? [] : [stun] },
  }
  const phone = await PhonePage.open(
    browser,
    site,
    { account, password: 'bench' },
    {
      prepare: async (page) => void (await page.addInitScript(answerWatch)),
    },
  )
  await phone.line('ready')
  return { peer, answer: () => phone.page.evaluate(answerOurs) }
}

async function openBare(browser: Browser, stun: string | null, closing: (() => unknown)[]): Promise<Answers> {
  const peer = await SipPeer.listen()
  const site = await serveBarePage('answer')
  closing.push(
    () => peer.close(),
    () => site.stop(),
  )
  const page: Page = await (await browser.newContext()).newPage()
  await page.addInitScript(answerWatch)
  const query = new URLSearchParams({ user: '102', domain: 'pbx.local', password: 'bench', server: peer.url })
  if (stun !== null) query.set('stun', stun)
  const registered = peer.request('REGISTER')
  await page.goto(`${site.url}?${query}`)
  await registered
  return { peer, answer: () => page.evaluate(answerBare) }
}

/** Runs in our phone page: the console's order by its port, as the key gives it. */
async function answerOurs(): Promise<number> {
  const shell = window.testShell
  const callId = shell?.snapshot?.calls.find(({ state }) => state === 'ringing')?.id
  if (!shell || !callId) throw new Error('nothing rings')
  const began = performance.now()
  await shell.verb('answer', { callId })
  return (window as unknown as { __answeredAt: number }).__answeredAt - began
}

/** Runs in the page of stock SIP.js. */
async function answerBare(): Promise<number> {
  const began = performance.now()
  await (window as unknown as { answerNow: () => Promise<void> }).answerNow()
  return (window as unknown as { __answeredAt: number }).__answeredAt - began
}
