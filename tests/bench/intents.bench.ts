import type { DemoCompany } from '#demo/company/demo-company.ts'
import { type Bench, type BenchRow, rowOf } from './bench.ts'
import { benchDesk } from './desk/bench-desk.ts'
import { newTicket, ticketWork, type Work } from './desk/dispatchers-work.ts'
import { Pusher } from './desk/push-over-http.ts'

const consoles = 6
const warmUpMs = 2_000
const runMs = 8_000
const goal = 300

function* newTickets(company: DemoCompany, first: number): Generator<Work, never> {
  for (let nth = first; ; nth++) yield newTicket(company, nth)
}

const cases = [
  { what: 'new tickets only', work: newTickets },
  { what: 'a dispatcher’s mix', work: ticketWork },
]

export const bench: Bench = {
  name: 'intents',
  title: `${consoles} consoles of one space push one change after the other, PostgreSQL that flushes every commit`,
  async run(say) {
    const rows: BenchRow[] = []
    const desk = await benchDesk(say)
    try {
      const { address } = desk.nodes[0] as { address: string }
      for (const { what, work } of cases) {
        const latencies: number[] = []
        /** Intents of each whole second. */
        const perSecond = new Map<number, number>()
        const began = performance.now()
        await Promise.all(
          Array.from({ length: consoles }, async (_, nth) => {
            const pusher = new Pusher(address, await desk.seat(nth))
            const deeds = work(desk.company, nth * 1_000_000)
            for (;;) {
              const sent = performance.now()
              if (sent - began > warmUpMs + runMs) break
              await pusher.push([deeds.next().value])
              const done = performance.now()
              const since = done - began - warmUpMs
              if (since < 0 || since >= runMs) continue
              latencies.push(done - sent)
              const second = Math.floor(since / 1000)
              perSecond.set(second, (perSecond.get(second) ?? 0) + 1)
            }
            pusher.close()
          }),
        )
        rows.push(
          rowOf({ name: 'intents', case: what, unit: 'intents/s' }, [...perSecond.values()], {
            goal: `≥ ${goal} a second`,
            met: ({ p50 }) => p50 >= goal,
          }),
          rowOf({ name: 'intents', case: `${what}: push → answer`, unit: 'ms' }, latencies),
        )
      }
    } finally {
      await desk.close()
    }
    return rows
  },
}
