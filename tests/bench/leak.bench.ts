import { setTimeout as pause } from 'node:timers/promises'
import { launchBrowser } from '#tests/bench/console/browser.ts'
import { PhonePage, servePhonePage } from '#tests/support/phone-shell/phone-page.ts'
import { SipPeer } from '#tests/support/sip-peer/sip-peer.ts'
import { type Bench, type BenchRow, rowOf } from './bench.ts'
import { CallMix, kindOf } from './leak/call-mix.ts'
import { liveTimers } from './leak/live-timers.ts'
import { type Census, PageCensus } from './leak/page-census.ts'

/** Calls played; `PULT_LEAK_CALLS` plays fewer when looking for a leak. */
const calls = Number(process.env.PULT_LEAK_CALLS ?? 10_000)
/** Calls before the first census: caches and JIT are full, and so is the list of marks for measuring (2,000). */
const warmUps = Math.min(2_100, calls)
/** The longest timer of SIP (Timer F, H: 64 × T1) and of the list of calls is over by then, ms. */
const quietMs = 36_000

export const bench: Bench = {
  name: 'leak',
  title: `${calls} calls through the built phone page (60 % answered elsewhere, 20 % answered, 10 % given up, 10 % held or given away), real RTCPeerConnections where answered`,
  async run(say) {
    const peer = await SipPeer.listen()
    const site = await servePhonePage()
    const browser = await launchBrowser()
    try {
      const account = {
        ...{ servers: [peer.url], domain: 'pbx.local', user: '101', authUser: null },
        ...{ displayName: 'Анна Крылова', iceServers: [] },
      }
      const phone = await PhonePage.open(
        browser,
        site,
        { account, password: 'bench' },
        {
          prepare: async (page) => void (await page.addInitScript(liveTimers)),
        },
      )
      await phone.line('ready')
      const census = await PageCensus.of(phone.page)
      const mix = new CallMix(phone, peer)
      const quiet = async (): Promise<Census> => {
        await pause(quietMs)
        // Kept by the shell of the tests, not by the phone.
        await phone.page.evaluate(() => window.testShell?.events.splice(0))
        return await census.take()
      }
      for (let nth = 0; nth < warmUps; nth++) await mix.play(kindOf(nth))
      const before = await quiet()
      say(`after ${warmUps} calls: ${JSON.stringify(before)}`)
      const spent: number[] = []
      for (let nth = 0; nth < calls; nth++) {
        const began = performance.now()
        await mix.play(kindOf(nth))
        spent.push(performance.now() - began)
        if ((nth + 1) % 1_000 === 0) say(`${nth + 1} of ${calls} calls`)
      }
      const after = await quiet()
      say(`at the end: ${JSON.stringify(after)}`)
      if (phone.faults.length > 0) say(`errors of the page: ${phone.faults.join('; ').slice(0, 500)}`)
      await phone.close()
      return [
        grown('heap', 'MB', before.heapMB, after.heapMB, { goal: '≤ 5 MB more', most: 5 }),
        ...(['peerConnections', 'mediaTracks', 'timers', 'listeners', 'nodes'] as const).map((what) =>
          grown(what, 'count', before[what], after[what], { goal: 'none more', most: 0 }),
        ),
        rowOf({ name: 'leak', case: 'one call, from INVITE to its end', unit: 'ms' }, spent),
      ]
    } finally {
      await browser.close()
      await site.stop()
      await peer.close()
    }
  },
}

/** How much more there is at the end than after the warm-up. */
function grown(
  what: string,
  unit: BenchRow['unit'],
  before: number,
  after: number,
  { goal, most }: { goal: string; most: number },
): BenchRow {
  return {
    ...rowOf({ name: 'leak', case: `${what} more after ${calls} calls (was ${Math.round(before)})`, unit }, [
      after - before,
    ]),
    goal,
    met: after - before <= most,
  }
}
