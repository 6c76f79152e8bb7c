import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { whoCalls } from '#core/calls/who-calls.ts'
import { ticketRows } from '#core/handlers/ticket-row.ts'
import { type Core, nodePorts, startCore } from '#core/start-core.ts'
import type { TicketFilter } from '#core/store/ticket-lists.ts'
import type { DemoSize } from '#demo/company/demo-size.ts'
import type { Caller } from '#domain/call/caller.ts'
import { russianDialPlan } from '#domain/directory/dial-plan.ts'
import type { QueueId } from '#domain/ids.ts'
import { type Bench, type BenchRow, quantile, rowOf } from './bench.ts'
import { companyCache } from './cache/company-cache.ts'
import { workCopy } from './cache/work-copy.ts'
import { knownNumbers } from './pop/known-numbers.ts'

const sizes: readonly { size: DemoSize; tickets: number }[] = [
  { size: 'usual', tickets: 10_000 },
  { size: 'large', tickets: 1_000_000 },
]
const pops = 10_000
const lists = 2_000
const warmUps = 500
/** Rows of a list, as many as queues of the small company hold: a longer list costs by its rows, not by the company. */
const listed = 20
const timesMax = 1.5

setFlagsFromString('--expose-gc')
/** What opening the companies left behind is not the questions' to clean up. */
const collectGarbage = runInNewContext('gc') as () => void

interface Open {
  tickets: number
  pop(): void
  list(): void
  close(): Promise<void>
}

export const bench: Bench = {
  name: 'growth',
  title: 'the core’s answer for a pop and for the list of a queue, from 10,000 to 1,000,000 tickets',
  async run(say) {
    const open: Open[] = []
    try {
      for (const one of sizes) open.push(await opened(one, say))
      return [...measured(open, 'pop', pops), ...measured(open, 'list', lists)]
    } finally {
      for (const one of open) await one.close()
    }
  },
}

async function opened(one: (typeof sizes)[number], say: (line: string) => void): Promise<Open> {
  const { folder, company } = await companyCache(one, say)
  const copy = workCopy(folder)
  const core: Core = await startCore(nodePorts(copy.folder), { folder: copy.folder })
  const { work } = core
  const { rows, reference, learnt, store } = work
  const numbers = knownNumbers(company, (id) => store.get('organisation', id) !== null)
  let nth = 0
  const listOf = (queueId: QueueId) => {
    const filter: TicketFilter = { view: { kind: 'queue', queueId }, text: '', openOnly: true }
    const found = rows.ticketList(filter, { sort: 'due', offset: 0, limit: listed, except: [] })
    return { rows: ticketRows(work, found), total: rows.ticketCount(filter, []) }
  }
  const all = company.queues.map(({ id }) => ({ id, open: listOf(id).total }))
  const queues = all.filter(({ open }) => open >= listed).map(({ id }) => id)
  say(`${one.tickets} tickets: open ones in the queues ${all.map(({ open }) => open).join(', ')}`)
  return {
    tickets: one.tickets,
    pop() {
      const number = numbers.next().value as string
      const caller: Caller = { number, name: '', source: 'from', hidden: false }
      const who = whoCalls(caller, null, { rows, reference, learnt, plan: russianDialPlan, at: Date.now() })
      if (who.kind !== 'known' && who.kind !== 'several') throw new Error(`${number}: ${who.kind}`)
    },
    list() {
      const queue = queues[nth++ % queues.length] as QueueId
      if (listOf(queue).rows.length === 0) throw new Error('an empty queue')
    },
    async close() {
      await core.close()
      copy.remove()
    },
  }
}

/** Both sizes by turns, so that what else the machine does strikes both. */
function measured(open: readonly Open[], what: 'pop' | 'list', times: number): BenchRow[] {
  const samples = open.map(() => [] as number[])
  collectGarbage()
  for (let nth = -warmUps; nth < times; nth++) {
    for (const [at, one] of open.entries()) {
      const began = performance.now()
      one[what]()
      if (nth >= 0) samples[at]?.push(performance.now() - began)
    }
  }
  const [small = [], large = []] = samples
  const grown = quantile(large, 0.99) / quantile(small, 0.99)
  const called = what === 'pop' ? 'pop' : 'list of a queue'
  return open.map(({ tickets }, at) =>
    rowOf(
      { name: 'growth', case: `${called}, ${tickets.toLocaleString('en')} tickets`, unit: 'ms' },
      samples[at] ?? [],
      at === 0
        ? {}
        : {
            peer: small,
            goal: `p99 × ≤ ${timesMax} (× ${grown.toFixed(2)} here)`,
            met: () => grown <= timesMax,
          },
    ),
  )
}
