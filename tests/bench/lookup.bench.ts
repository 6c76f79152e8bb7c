import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { askedNumber, type WhoContext, whoCalls } from '#core/calls/who-calls.ts'
import { nodePorts, startCore } from '#core/start-core.ts'
import type { DemoSize } from '#demo/company/demo-size.ts'
import type { Caller } from '#domain/call/caller.ts'
import { russianDialPlan } from '#domain/directory/dial-plan.ts'
import { type Bench, type BenchRow, rowOf } from './bench.ts'
import { companyCache } from './cache/company-cache.ts'
import { workCopy } from './cache/work-copy.ts'
import { knownNumbers } from './pop/known-numbers.ts'

const cases: readonly { size: DemoSize; tickets: number }[] = [
  { size: 'usual', tickets: 10_000 },
  { size: 'usual', tickets: 200_000 },
  { size: 'large', tickets: 1_000_000 },
]
const lookups = 20_000
const warmUps = 1_000

setFlagsFromString('--expose-gc')
/** What loading the company left behind is not the lookups' to clean up. */
const collectGarbage = runInNewContext('gc') as () => void

export const bench: Bench = {
  name: 'lookup',
  title:
    'written number → everything the pop shows, in the core, encrypted cache, known callers all over the company',
  async run(say) {
    const rows: BenchRow[] = []
    for (const { size, tickets } of cases) {
      const { folder, company } = await companyCache({ size, tickets }, say)
      const copy = workCopy(folder)
      const core = await startCore(nodePorts(copy.folder), { folder: copy.folder })
      try {
        const { rows: view, reference, learnt, store } = core.work
        const context: WhoContext = { rows: view, reference, learnt, plan: russianDialPlan, at: Date.now() }
        // A part of the company has a part of its customers only.
        const inCache = (id: string) => store.get('organisation', id) !== null
        const numbers = knownNumbers(company, inCache)
        const samples: number[] = []
        const found = { known: 0, several: 0 }
        collectGarbage()
        for (let nth = -warmUps; nth < lookups; nth++) {
          const caller: Caller = {
            number: numbers.next().value as string,
            name: '',
            source: 'from',
            hidden: false,
          }
          const began = performance.now()
          const asked = askedNumber(caller, context.plan)
          const who = whoCalls(caller, null, context)
          const ms = performance.now() - began
          if (asked === null || (who.kind !== 'known' && who.kind !== 'several'))
            throw new Error(`${caller.number} was not found: ${who.kind}`)
          if (nth >= 0) {
            samples.push(ms)
            found[who.kind] += 1
          }
        }
        say(`${tickets} tickets: ${found.known} known, ${found.several} with several owners`)
        const what = `${tickets.toLocaleString('en')} tickets`
        rows.push(
          rowOf({ name: 'lookup', case: what, unit: 'ms' }, samples, {
            goal: 'p99 ≤ 1 ms',
            met: ({ p99 }) => p99 <= 1,
          }),
        )
      } finally {
        await core.close()
        copy.remove()
      }
    }
    return rows
  },
}
