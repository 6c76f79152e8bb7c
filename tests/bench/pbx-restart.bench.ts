import { setTimeout as pause } from 'node:timers/promises'
import { type Asterisk, startAsterisk } from '#tests/pbx/rig/asterisk.ts'
import { findFreePorts } from '#tests/pbx/rig/free-ports.ts'
import { domain } from '#tests/pbx/rig/rig-plan.ts'
import { PhonePage, servePhonePage } from '#tests/support/phone-shell/phone-page.ts'
import { type Bench, type BenchRow, rowOf } from './bench.ts'
import { launchBrowser } from './console/browser.ts'
import { Registrar } from './pbx-restart/registrar.ts'
import { SimulatedConsole } from './pbx-restart/simulated-console.ts'
import { StockManager } from './pbx-restart/stock-manager.ts'

const restarts = Number(process.env.PULT_RESTARTS ?? 20)
const crowd = 200
const stockCrowd = 20
/** How long the PBX of the crowd is away, ms: a restart, and a machine that fails. the spread is wanted of the second. */
const [shortAwayMs, longAwayMs] = [10_000, 60_000]
/** Who is not back by then is stuck: the longest wait of the supervisor is 30 s. */
const stuckAfterMs = 60_000

export const bench: Bench = {
  name: 'pbx-restart',
  title: `Asterisk killed and started again: listening → the phone page ready; and ${crowd} consoles whose PBX was away`,
  async run(say) {
    return [
      ...(await oneConsole(say)),
      ...(await manyConsoles(shortAwayMs, say)),
      ...(await manyConsoles(longAwayMs, say)),
    ]
  },
}

/** The built page in Chromium at a real Asterisk. */
async function oneConsole(say: (line: string) => void): Promise<BenchRow[]> {
  const asterisk = await startAsterisk()
  const site = await servePhonePage()
  const browser = await launchBrowser()
  try {
    const { name, secret } = asterisk.agent('101')
    const account = {
      ...{ servers: [asterisk.wsUrl], domain, user: '101', authUser: null },
      ...{ displayName: name, iceServers: [] },
    }
    const phone = await PhonePage.open(browser, site, { account, password: secret })
    await phone.line('ready')
    const samples: number[] = []
    for (let nth = 0; nth < restarts; nth++) samples.push(await restart(asterisk, phone))
    say(`back after ${samples.map((ms) => Math.round(ms)).join(', ')} ms`)
    return [
      rowOf({ name: 'pbx-restart', case: 'one console, Asterisk listening → ready', unit: 'ms' }, samples, {
        goal: 'p99 ≤ 5000',
        met: ({ p99 }) => p99 <= 5_000,
      }),
    ]
  } finally {
    await browser.close()
    await site.stop()
    await asterisk.stop()
  }
}

/** Answers the ms from the first connection Asterisk takes to the line that is ready again. */
async function restart(asterisk: Asterisk, phone: PhonePage): Promise<number> {
  await asterisk.kill()
  const restarted = asterisk.restart('SIGKILL')
  const url = asterisk.wsUrl.replace(/^ws/, 'http')
  // Anything but a refused connection: it listens.
  while (
    !(await fetch(url).then(
      () => true,
      () => false,
    ))
  )
    await pause(10)
  const began = performance.now()
  await phone.page.waitForFunction(
    (after) => {
      const line = window.testShell?.snapshot?.line
      return line?.state === 'ready' && line.since >= after
    },
    Date.now() - 50,
    { timeout: stuckAfterMs, polling: 20 },
  )
  const ms = performance.now() - began
  await restarted
  return ms
}

/** Many lines of ours, then SIP.js's own manager, at a registrar that goes away and comes back. */
async function manyConsoles(awayMs: number, say: (line: string) => void): Promise<BenchRow[]> {
  const { http } = await findFreePorts()
  const registrar = new Registrar(http)
  await registrar.open()
  const ours = Array.from({ length: crowd }, (_, index) => new SimulatedConsole(registrar.url, `sim${index}`))
  const stock = Array.from(
    { length: stockCrowd },
    (_, index) => new StockManager(registrar.url, `stock${index}`),
  )
  for (const one of ours) one.start()
  await Promise.all(stock.map((one) => one.start()))
  await settle(() => ours.every(({ isReady }) => isReady) && stock.every(({ readyAt }) => readyAt > 0))
  await registrar.kill()
  await pause(awayMs)
  registrar.registers.length = 0
  await registrar.open()
  const began = performance.now()
  await settle(() => ours.every(({ readyAt }) => readyAt > began))
  // SessionManager waits 4 s three times.
  await pause(Math.max(0, 13_000 - (performance.now() - began)))
  const back = ours.map(({ readyAt }) => readyAt - began)
  const stuck = back.filter((ms) => ms < 0).length
  const stockStuck = stock.filter(({ readyAt }) => readyAt < began).length
  say(`${stuck} of ${crowd} of ours and ${stockStuck} of ${stockCrowd} SessionManagers did not come back`)
  for (const one of ours) one.stop()
  await Promise.all(stock.map((one) => one.stop()))
  await registrar.kill()
  const spread = Math.max(...back) - Math.min(...back)
  const what = (text: string) => ({ name: 'pbx-restart', case: `away ${awayMs / 1000} s: ${text}` })
  return [
    rowOf({ ...what(`${crowd} consoles, listening → ready`), unit: 'ms' }, back, {
      goal: 'none stuck',
      met: () => stuck === 0,
    }),
    rowOf(
      { ...what(`${crowd} consoles, first to last`), unit: 'ms' },
      [spread],
      awayMs === longAwayMs ? { goal: '≥ 10000', met: () => spread >= 10_000 } : {},
    ),
    rowOf({ ...what(`${crowd} consoles, most in one second`), unit: 'REGISTER/s' }, [
      peak(registrar.registers),
    ]),
    rowOf({ ...what('SessionManagers that never came back'), unit: '%' }, [(stockStuck / stockCrowd) * 100]),
  ]
}

async function settle(done: () => boolean): Promise<void> {
  const began = performance.now()
  while (!done() && performance.now() - began < stuckAfterMs) await pause(50)
}

/** The most within any second. */
function peak(at: readonly number[]): number {
  return Math.max(0, ...at.map((from) => at.filter((one) => one >= from && one < from + 1_000).length))
}
