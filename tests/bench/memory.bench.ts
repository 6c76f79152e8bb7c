import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { DemoSize } from '#demo/company/demo-size.ts'
import { bundleForNode } from '#tests/support/bundle-for-node.ts'
import { type Bench, type BenchRow, rowOf } from './bench.ts'
import { companyCache } from './cache/company-cache.ts'
import { workCopy } from './cache/work-copy.ts'
import type { MemoryNews, MemoryOrder } from './memory/core-alone.ts'
import { knownNumbers } from './pop/known-numbers.ts'

const root = join(import.meta.dirname, '../..')
const sizes: readonly DemoSize[] = ['usual', 'large']
const lookups = 20_000
const restMs = 5_000
const goalMb = 150
/** As the shells start the core: a young generation that grows large is never given back. */
const variants = [
  { what: '', flags: [] },
  { what: ', young generation of 2 MB', flags: ['--max-semi-space-size=2'] },
]

export const bench: Bench = {
  name: 'memory',
  title: 'resident memory of the core, bundled, alone in its process, the desk away',
  async run(say) {
    const program = await bundledCore()
    const rows: BenchRow[] = []
    for (const size of sizes) {
      const { folder, company, tickets } = await companyCache({ size }, say)
      for (const { what, flags } of variants) {
        const copy = workCopy(folder)
        const child = fork(program, [copy.folder], {
          execArgv: [...flags],
          stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        })
        try {
          const answer = async () => ((await once(child, 'message')) as [MemoryNews])[0]
          const ask = (order: MemoryOrder) => {
            const news = answer()
            child.send(order)
            return news
          }
          const started = await answer()
          const numbers = knownNumbers(company)
          const asked = Array.from({ length: lookups }, () => numbers.next().value as string)
          const worked = await ask({ type: 'lookUp', numbers: asked })
          await wait(restMs)
          const rested = await ask({ type: 'measure' })
          const row = (when: string, { rss }: MemoryNews, judged = false) =>
            rowOf(
              { name: 'memory', case: `${tickets.toLocaleString('en')} tickets${what}: ${when}`, unit: 'MB' },
              [rss / 1024 ** 2],
              judged ? { goal: `≤ ${goalMb} MB`, met: ({ p50 }) => p50 <= goalMb } : {},
            )
          rows.push(
            row('started', started),
            row(`after ${lookups.toLocaleString('en')} calls`, worked, true),
            row('at rest', rested, true),
          )
          say(
            `heap ${Math.round(rested.heapUsed / 1024 ** 2)} MB, outside ${Math.round(rested.external / 1024 ** 2)} MB`,
          )
        } finally {
          const ended = once(child, 'exit')
          child.disconnect()
          await ended
          copy.remove()
        }
      }
    }
    return rows
  },
}

/** One file, as the desktop shell ships its core. */
async function bundledCore(): Promise<string> {
  const outDir = join(root, '.cache/bench/core-alone')
  await bundleForNode(outDir, { 'core-alone': join(import.meta.dirname, 'memory/core-alone.ts') })
  return join(outDir, 'core-alone.mjs')
}
