import { EventEmitter, once } from 'node:events'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { liveTimers } from '#tests/bench/leak/live-timers.ts'
import { PageCensus } from '#tests/bench/leak/page-census.ts'
import { launchChromium } from '#tests/pbx/rig/chromium.ts'
import { PhonePage, type PhoneSite, servePhonePage } from '#tests/support/phone-shell/phone-page.ts'
import { SipPeer } from '#tests/support/sip-peer/sip-peer.ts'
import { webrtcOffer } from '#tests/support/sip-peer/webrtc-sdp.ts'

/** Not each of them ends at just that moment. */
const calls = 10

let peer: SipPeer
let site: PhoneSite
let browser: Browser
let phone: PhonePage
let census: PageCensus
const page = new EventEmitter()

beforeAll(async () => {
  ;[peer, site, browser] = await Promise.all([SipPeer.listen(), servePhonePage(), launchChromium()])
  const account = {
    ...{ servers: [peer.url], domain: 'pbx.local', user: '101', authUser: null },
    ...{ displayName: 'Анна Крылова', iceServers: [] },
  }
  phone = await PhonePage.open(
    browser,
    site,
    { account, password: 'secret' },
    {
      prepare: async (opened) => {
        await opened.exposeFunction('tellGathered', () => page.emit('gathered'))
        await opened.addInitScript(liveTimers)
        await opened.addInitScript(busyWhenGathered)
      },
    },
  )
  await phone.line('ready')
  census = await PageCensus.of(phone.page)
})

afterAll(async () => {
  await phone?.close()
  await browser?.close()
  await site?.stop()
  await peer?.close()
})

test('calls that end the moment their addresses are gathered leave no connection', async () => {
  for (let nth = 0; nth < calls; nth++) await shortCall()
  await phone.quiet()
  await expect.poll(async () => (await census.take()).peerConnections, { timeout: 15_000 }).toBe(0)
})

/** A call whose end and the news that its addresses are gathered wait side by side for the page to be idle. */
async function shortCall(): Promise<void> {
  const invite = peer.invite({ body: webrtcOffer() })
  await peer.response(180, 'INVITE')
  const { id } = await phone.call('ringing')
  const gathered = once(page, 'gathered')
  const answering = peer.response(200, 'INVITE').then((answered) => {
    peer.inDialog(invite, answered, 'ACK', 1)
    return answered
  })
  void phone.verb('answer', { callId: id })
  const [answered] = await Promise.all([answering, gathered])
  peer.inDialog(invite, answered, 'BYE', 2)
  await peer.response(200, 'BYE')
  peer.forget()
}

/** Runs in the page before its own code. */
function busyWhenGathered(): void {
  const { prototype } = RTCPeerConnection
  const set = prototype.setLocalDescription
  const { tellGathered } = window as unknown as { tellGathered: () => void }
  prototype.setLocalDescription = async function (this: RTCPeerConnection, description?) {
    await Reflect.apply(set, this, [description])
    const ice = this.getSenders()[0]?.transport?.iceTransport
    ice?.addEventListener('gatheringstatechange', () => {
      if (ice.gatheringState !== 'complete') return
      tellGathered()
      const until = performance.now() + 150
      while (performance.now() < until);
    })
  }
}
