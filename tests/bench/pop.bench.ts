import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { SipPeer } from '#tests/support/sip-peer/sip-peer.ts'
import { type Bench, type BenchRow, quantile, rowOf } from './bench.ts'
import { companyCache } from './cache/company-cache.ts'
import { workCopy } from './cache/work-copy.ts'
import { dispatchersWindow, launchBrowser } from './console/browser.ts'
import { buildPages } from './console/build-pages.ts'
import { ConsoleChild } from './console/console-child.ts'
import { paintWatch } from './paint-watch.ts'
import { serveBarePage } from './pop/bare-site.ts'
import { knownNumbers } from './pop/known-numbers.ts'
import { Ringer } from './pop/rings.ts'
import { type StageNotes, stageWatch } from './pop/stage-watch.ts'

/** Counted calls on each side; those before them fill the caches of both pages. */
const counted = 500
const warmUps = 30
/** Calls whose way is taken apart, after the counted ones. */
const apart = 100
/** Between two calls, ms: not a multiple of a frame, so that rings fall anywhere between two frames. */
const betweenMs = () => 120 + Math.random() * 60

export const bench: Bench = {
  name: 'pop',
  title:
    'INVITE frame received in the page → pop painted, desk away, 1,000,000 tickets; beside a bare SIP.js page, interleaved',
  async run(say) {
    const { folder, company } = await companyCache({ size: 'large' }, say)
    await using rig = await Rig.open(folder, await buildPages())
    const numbers = knownNumbers(company)
    const next = () => numbers.next().value as string
    const ours = await rig.openConsole()
    const bare = await rig.openBare()
    const [popped, painted]: [number[], number[]] = [[], []]
    for (let nth = -warmUps; nth < counted; nth++) {
      const number = next()
      // Each is first as often as the other.
      const order = nth % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const)
      for (const side of order) {
        const call = await (side === 'ours' ? ours : bare).ring(number)
        if (side === 'ours') await rig.check(call)
        if (nth >= 0) (side === 'ours' ? popped : painted).push(call.paintedAt - call.invitedAt)
        await pause(betweenMs())
      }
      if (nth % 100 === 0) say(`${nth} of ${counted} calls on each side`)
    }
    const rows = [
      rowOf({ name: 'pop', case: 'frame → painted', unit: 'ms' }, popped, {
        peer: painted,
        goal: 'p50 ≤ 60, p99 ≤ 150, ≤ 2.0 × bare page',
        met: ({ p50, p99, ratio }) => p50 <= 60 && p99 <= 150 && (ratio ?? Number.POSITIVE_INFINITY) <= 2,
      }),
      rowOf({ name: 'pop', case: 'bare page', unit: 'ms' }, painted),
    ]
    say(`bare page p50 ${quantile(painted, 0.5).toFixed(1)} ms; now ${apart} calls taken apart`)
    rows.push(...(await takenApart(await rig.openConsole({ apart: true }), rig, next)))
    return rows
  },
}

/** Where the time goes. The instrument for this looks into every frame, so that its sum is above the row that counts. */
async function takenApart(ours: Ringer, rig: Rig, next: () => string): Promise<BenchRow[]> {
  const stages: Record<string, number[]> = {}
  const add = (stage: string, ms: number) => {
    stages[stage] ??= []
    stages[stage].push(ms)
  }
  for (let nth = -warmUps; nth < apart; nth++) {
    // The end of the call before was told by the same way.
    await rig.takeStages()
    const call = await ours.ring(next())
    await rig.check(call)
    const { told, sent, back, heard } = await rig.takeStages()
    const pop = rig.console.pop
    if (nth >= 0 && pop) {
      const inCore = pop.sentAt - pop.reportedAt
      add('1 frame → told by the phone page', told - call.invitedAt)
      add('2 phone page → outer page', sent - told)
      add('3 outer page → core and back, way alone', back - sent - inCore)
      add('4 in the core', inCore)
      add('5 outer page → console page', heard - back)
      add('6 read and committed', call.committedAt - heard)
      add('7 frame made and painted', call.paintedAt - call.committedAt)
    }
    await pause(betweenMs())
  }
  return Object.entries(stages).map(([stage, samples]) =>
    rowOf({ name: 'pop', case: stage, unit: 'ms' }, samples),
  )
}

/** Runs in the outermost frame: resolves when no row of the console rings. A ring beside a live card would not take its place. */
function noRing(): Promise<void> {
  const console = document.querySelector<HTMLIFrameElement>('iframe[title=console]')?.contentDocument
  return new Promise((resolve) => {
    if (!console) return resolve()
    const look = () => {
      if (console.querySelector('.call-row.ringing')) return
      observer.disconnect()
      resolve()
    }
    const observer = new MutationObserver(look)
    observer.observe(console, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['class'],
    })
    look()
  })
}

/** Console, bare page and a PBX for each, in one Chromium. */
class Rig implements AsyncDisposable {
  readonly console: ConsoleChild
  readonly #browser: Browser
  readonly #peers: { ours: SipPeer; bare: SipPeer }
  readonly #closing: (() => unknown)[]
  #page: Page | null = null

  private constructor(
    console: ConsoleChild,
    browser: Browser,
    peers: { ours: SipPeer; bare: SipPeer },
    closing: (() => unknown)[],
  ) {
    this.console = console
    this.#browser = browser
    this.#peers = peers
    this.#closing = closing
  }

  static async open(folder: string, pages: string): Promise<Rig> {
    const closing: (() => unknown)[] = []
    const peers = { ours: await SipPeer.listen(), bare: await SipPeer.listen() }
    closing.push(
      () => peers.ours.close(),
      () => peers.bare.close(),
    )
    const copy = workCopy(folder)
    closing.push(copy.remove)
    const console = await ConsoleChild.start({ folder: copy.folder, pages, sipServer: peers.ours.url })
    closing.push(() => console.stop())
    const browser = await launchBrowser()
    closing.push(() => browser.close())
    return new Rig(console, browser, peers, closing)
  }

  /** Opens the console, or loads it again; registered when this resolves. */
  async openConsole({ apart = false } = {}): Promise<Ringer> {
    const peer = this.#peers.ours
    const first = this.#page === null
    const page = this.#page ?? (await (await dispatchersWindow(this.#browser)).newPage())
    this.#page = page
    if (first) await page.addInitScript(paintWatch)
    if (apart) await page.addInitScript(stageWatch)
    const registered = peer.request('REGISTER')
    await (first ? page.goto(this.console.address) : page.reload())
    await registered
    await page.frameLocator('iframe[title=console]').locator('.bar-line.ready').waitFor()
    return new Ringer(page, peer, () => page.evaluate(noRing))
  }

  async openBare(): Promise<Ringer> {
    const peer = this.#peers.bare
    const site = await serveBarePage()
    this.#closing.push(() => site.stop())
    const page = await (await dispatchersWindow(this.#browser)).newPage()
    await page.addInitScript(paintWatch)
    const query = new URLSearchParams({
      user: '102',
      domain: 'pbx.local',
      password: 'bench',
      server: peer.url,
    })
    const registered = peer.request('REGISTER')
    await page.goto(`${site.url}?${query}`)
    await registered
    return new Ringer(page, peer)
  }

  /** What was painted is the call that rang, not another. */
  async check({ callId, sipCallId }: { callId: string; sipCallId: string }): Promise<void> {
    const found = await this.console.sipCallOf(callId)
    if (found !== sipCallId) throw new Error(`the pop painted was of ${found}, rung was ${sipCallId}`)
  }

  async takeStages(): Promise<StageNotes> {
    const page = this.#page as Page
    return page.evaluate(() => {
      const holder = window as unknown as { __stages: StageNotes }
      const taken = { ...holder.__stages }
      Object.assign(holder.__stages, { told: 0, sent: 0, back: 0, heard: 0 })
      return taken
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const close of this.#closing.reverse()) await close()
  }
}
