import { type Bench, rowOf } from './bench.ts'
import { benchDesk } from './desk/bench-desk.ts'
import { consoleAtDesk } from './desk/console-at-desk.ts'
import { drainChanges } from './desk/drain-changes.ts'

const offline = 500
const times = 5

export const bench: Bench = {
  name: 'drain',
  title: `${offline} changes of one dispatcher that waited in the outbox → all taken by the desk, in order`,
  async run(say) {
    const desk = await benchDesk(say)
    const real = await consoleAtDesk(desk)
    const samples: number[] = []
    try {
      for (let time = 0; time < times; time++) {
        samples.push(await drainChanges(desk, real, offline, time * 10_000))
        say(`${time + 1} of ${times}: ${Math.round(samples.at(-1) ?? 0)} ms`)
      }
      const [order] = await desk.db.query<{ ordered: boolean; results: number }>(
        `select bool_and(rising) as ordered, count(*) as results from (
           select tx > lag(tx, 1, 0::bigint) over (order by n) as rising from intent_results where console_id = $1) r`,
        [real.core.work.consoleId],
      )
      if (order?.ordered !== true || order.results !== offline * times)
        throw new Error('not in order, or not all')
    } finally {
      await real.close()
      await desk.close()
    }
    return [
      rowOf({ name: 'drain', case: `${offline} changes, outbox included`, unit: 'ms' }, samples, {
        goal: '≤ 3,000 ms',
        met: ({ p50 }) => p50 <= 3_000,
      }),
    ]
  },
}
