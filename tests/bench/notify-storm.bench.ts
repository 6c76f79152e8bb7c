import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { PhonePage, servePhonePage } from '#tests/support/phone-shell/phone-page.ts'
import { SipPeer } from '#tests/support/sip-peer/sip-peer.ts'
import { cseqMethod } from '#tests/support/sip-peer/sip-text.ts'
import { type Bench, type BenchRow, rowOf } from './bench.ts'
import { launchBrowser } from './console/browser.ts'
import { Storm } from './notify-storm/storm.ts'
import { taskWatch, type WatchedPage } from './notify-storm/task-watch.ts'
import { serveBarePage } from './pop/bare-site.ts'

const colleagues = 50
const notifies = 500
const stormMs = 1_000
const storms = 10

type Side = { page: Page; peer: SipPeer; storm: Storm }
type Felt = { longest: number; felt: number; answeredMs: number }

export const bench: Bench = {
  name: 'notify-storm',
  title: `${notifies} NOTIFYs about ${colleagues} colleagues, in a second and all at once: longest task of the phone page; beside stock SIP.js`,
  async run(say) {
    const closing: (() => unknown)[] = []
    try {
      const browser = await launchBrowser()
      closing.push(() => browser.close())
      const ours = await openPhone(browser, closing)
      const bare = await openBare(browser, closing)
      const rows: BenchRow[] = []
      for (const [what, overMs] of [
        ['in a second', stormMs],
        ['at once', 0],
      ] as const) {
        const felt: Record<'ours' | 'bare', Felt[]> = { ours: [], bare: [] }
        for (let nth = -1; nth < storms; nth++) {
          const [mine, theirs] = [await storm(ours, overMs), await storm(bare, overMs)]
          if (nth < 0) continue
          felt.ours.push(mine)
          felt.bare.push(theirs)
        }
        say(`${what}: ${storms} storms on each side`)
        const of = (side: Felt[], pick: (one: Felt) => number) => side.map(pick)
        rows.push(
          rowOf(
            { name: 'notify-storm', case: `${what}: longest task`, unit: 'ms' },
            of(felt.ours, ({ longest }) => longest),
            {
              peer: of(felt.bare, ({ longest }) => longest),
              goal: 'longest ≤ 50',
              met: ({ max }) => max <= 50,
            },
          ),
          rowOf(
            { name: 'notify-storm', case: `${what}: longest wait of an input`, unit: 'ms' },
            of(felt.ours, (one) => one.felt),
            { peer: of(felt.bare, (one) => one.felt) },
          ),
          rowOf(
            { name: 'notify-storm', case: `${what}: first sent → last answered`, unit: 'ms' },
            of(felt.ours, ({ answeredMs }) => answeredMs),
            { peer: of(felt.bare, ({ answeredMs }) => answeredMs) },
          ),
        )
      }
      return rows
    } finally {
      for (const close of closing.reverse()) await close()
    }
  },
}

/** One storm, spread over so many ms: sends, and waits until the page answered every NOTIFY. */
async function storm({ page, peer, storm: news }: Side, overMs: number): Promise<Felt> {
  await page.evaluate(() => (window as unknown as WatchedPage).__watchTasks())
  const began = performance.now()
  for (let sent = 0; sent < notifies; ) {
    const due =
      overMs === 0 ? notifies : Math.min(notifies, ((performance.now() - began) / overMs) * notifies)
    for (; sent < due; sent++) news.notify(sent)
    if (sent < notifies) await pause(1)
  }
  const answers = () =>
    peer.received.filter((message) => message.code === 200 && cseqMethod(message) === 'NOTIFY').length
  while (answers() < notifies) {
    if (performance.now() - began > 30_000) throw new Error(`only ${answers()} NOTIFYs were answered`)
    await pause(5)
  }
  const answeredMs = performance.now() - began
  const { gaps, long } = await page.evaluate(() => (window as unknown as WatchedPage).__tasks())
  peer.forget()
  const felt = Math.max(0, ...gaps)
  // The browser lists tasks from 50 ms on; below it the longest wait is the nearest that can be said.
  return { longest: long.length > 0 ? Math.max(...long) : Math.min(50, felt), felt, answeredMs }
}

const extensions = Array.from({ length: colleagues }, (_, index) => String(200 + index))

async function openPhone(browser: Browser, closing: (() => unknown)[]): Promise<Side> {
  const peer = await SipPeer.listen()
  const site = await servePhonePage()
  closing.push(
    () => peer.close(),
    () => site.stop(),
  )
  const account = {
    ...{ servers: [peer.url], domain: 'pbx.local', user: '101', authUser: null },
    ...{ displayName: 'Анна Крылова', iceServers: [] },
  }
  const phone = await PhonePage.open(
    browser,
    site,
    { account, password: 'bench' },
    { prepare: async (blank) => void (await blank.addInitScript(taskWatch)) },
  )
  await phone.line('ready')
  const { page } = phone
  const storm = new Storm(peer)
  await page.evaluate(watchColleagues, extensions)
  await storm.accept(colleagues)
  peer.forget()
  return { page, peer, storm }
}

/** Runs in the page: the console looks at its colleagues from now on. */
function watchColleagues(watched: string[]): void {
  void window.testShell?.verb('watchColleagues', { extensions: watched }).then(async (news) => {
    for await (const view of news as AsyncIterable<unknown>) Object.assign(window, { lastView: view })
  })
}

async function openBare(browser: Browser, closing: (() => unknown)[]): Promise<Side> {
  const peer = await SipPeer.listen()
  const site = await serveBarePage('notify-storm')
  closing.push(
    () => peer.close(),
    () => site.stop(),
  )
  const page = await (await browser.newContext()).newPage()
  await page.addInitScript(taskWatch)
  const query = new URLSearchParams({
    ...{ user: '102', domain: 'pbx.local', password: 'bench', server: peer.url },
    watch: extensions.join(','),
  })
  await page.goto(`${site.url}?${query}`)
  const storm = new Storm(peer)
  await storm.accept(colleagues)
  peer.forget()
  return { page, peer, storm }
}
