import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFile } from '#core/store/open-cache.ts'
import { shapes } from '#domain/entities.ts'
import { SipPeer } from '#tests/support/sip-peer/sip-peer.ts'
import { ensureBuilt } from '../../scripts/start/fresh-build.ts'
import { type Bench, rowOf } from './bench.ts'
import { companyCache } from './cache/company-cache.ts'
import { workCopy } from './cache/work-copy.ts'
import { dispatchersWindow, launchBrowser } from './console/browser.ts'
import { forgetFile, StartedProcess } from './start/started-process.ts'
import { usableAt, usableWatch } from './start/usable-watch.ts'

const starts = 7
const usableWithinMs = 60_000

export const bench: Bench = {
  name: 'start',
  title:
    'process start → line ready and tickets painted, 1,000,000 tickets, desk away, Chromium running, cache file out of memory',
  async run(say) {
    const root = join(import.meta.dirname, '../..')
    if (!(await ensureBuilt(root, say))) throw new Error('the pages cannot be built')
    const copy = workCopy((await companyCache({ size: 'large' }, say)).folder)
    const peer = await SipPeer.listen()
    const browser = await launchBrowser()
    try {
      const configFile = join(copy.folder, 'config.json')
      const phone = { servers: [peer.url], domain: 'pbx.local', user: '101' }
      writeFileSync(configFile, JSON.stringify({ phone, phonePassword: 'bench' }), { mode: 0o600 })
      const [whole, listening, usable]: [number[], number[], number[]] = [[], [], []]
      for (let nth = 0; nth < starts; nth++) {
        for (const shape of shapes)
          if (!forgetFile(cacheFile(copy.folder, shape))) say('the cache stays in memory on this system')
        const context = await dispatchersWindow(browser)
        const page = await context.newPage()
        await page.addInitScript(usableWatch)
        const started = new StartedProcess(copy.folder, configFile)
        try {
          const { address, at } = await started.address()
          await page.goto(address)
          // The address leads on to the page itself; only there the watch stays.
          await page.waitForURL('**/shell/index.html')
          const done = await page.evaluate(usableAt, usableWithinMs)
          if (done === null) throw new Error(`the console was not usable within ${usableWithinMs} ms`)
          whole.push(done - started.began)
          listening.push(at - started.began)
          usable.push(done - at)
          say(`${nth + 1} of ${starts}: ${Math.round(done - started.began)} ms`)
        } finally {
          await context.close()
          await started.stop()
        }
      }
      const row = (what: string, samples: number[]) =>
        rowOf({ name: 'start', case: what, unit: 'ms' }, samples)
      return [
        row('process start → usable', whole),
        row('1 process start → address printed', listening),
        row('2 address → usable', usable),
      ]
    } finally {
      await browser.close()
      await peer.close()
      copy.remove()
    }
  },
}
