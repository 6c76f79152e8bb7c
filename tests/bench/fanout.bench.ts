import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Bench, type BenchRow, rowOf } from './bench.ts'
import { type BenchDesk, benchDesk } from './desk/bench-desk.ts'
import { type ConsoleAtDesk, consoleAtDesk } from './desk/console-at-desk.ts'
import { newTicket } from './desk/dispatchers-work.ts'
import type { ListenNews, ListenOrder } from './desk/listening-consoles.ts'
import { Pusher } from './desk/push-over-http.ts'

const many = 1_000
const changes = 40
const now = () => performance.timeOrigin + performance.now()

export const bench: Bench = {
  name: 'fanout',
  title: `a change is sent to the desk → it is a row in a console's cache, and at each of ${many} consoles (three streams each)`,
  async run(say) {
    const desk = await benchDesk(say)
    const real = await consoleAtDesk(desk)
    const rows: BenchRow[] = []
    try {
      const alone = await measure(desk, real, null)
      rows.push(
        rowOf({ name: 'fanout', case: 'one console: sent → its row', unit: 'ms' }, alone.row, {
          goal: 'p50 ≤ 30 ms',
          met: ({ p50 }) => p50 <= 30,
        }),
        rowOf(
          { name: 'fanout', case: 'one console: sent → desk committed and answered', unit: 'ms' },
          alone.answer,
        ),
      )
      const others = fork(join(import.meta.dirname, 'desk/listening-consoles.ts'), [], {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      })
      const seats = await Promise.all(Array.from({ length: many }, (_, nth) => desk.seat(nth)))
      const opened = await ask(others, { type: 'open', address: desk.nodes[0]?.address ?? '', seats }, 'open')
      say(`${opened.streams} streams are open`)
      const crowd = await measure(desk, real, others)
      rows.push(
        rowOf(
          { name: 'fanout', case: `${many} consoles: sent → received by each`, unit: 'ms' },
          crowd.heard,
          {
            goal: 'p50 ≤ 150, p99 ≤ 500 ms',
            met: ({ p50, p99 }) => p50 <= 150 && p99 <= 500,
          },
        ),
        rowOf(
          { name: 'fanout', case: `${many} consoles: sent → row of one of them`, unit: 'ms' },
          crowd.row,
          {
            goal: 'p50 ≤ 150, p99 ≤ 500 ms',
            met: ({ p50, p99 }) => p50 <= 150 && p99 <= 500,
          },
        ),
      )
      others.disconnect()
    } finally {
      await real.close()
      await desk.close()
    }
    return rows
  },
}

/** New tickets, one at a time; the clock starts when the request leaves, so the desk's own work is in the figure. */
async function measure(desk: BenchDesk, real: ConsoleAtDesk, others: ChildProcess | null) {
  const seen = { row: [] as number[], answer: [] as number[], heard: [] as number[] }
  const pusher = new Pusher(desk.nodes[0]?.address ?? '', await desk.seat(7))
  for (let nth = 0; nth < changes; nth++) {
    const { ticket, ...work } = newTicket(desk.company, nth)
    const row = real.rowOf(ticket.id)
    const heard = others === null ? null : ask(others, { type: 'expect', text: ticket.id }, 'heard')
    // The order to listen is on its way to another process.
    await wait(100)
    const sent = now()
    await pusher.push([work])
    seen.answer.push(now() - sent)
    seen.row.push((await row) - sent)
    if (heard !== null) for (const at of (await heard).at) seen.heard.push(at - sent)
  }
  pusher.close()
  return seen
}

function ask<Type extends ListenNews['type']>(
  child: ChildProcess,
  order: ListenOrder,
  type: Type,
): Promise<Extract<ListenNews, { type: Type }>> {
  return new Promise((resolve, reject) => {
    const hear = (news: ListenNews) => {
      if (news.type === 'failed') reject(new Error(news.why))
      else if (news.type === type) resolve(news as Extract<ListenNews, { type: Type }>)
      else return
      child.off('message', hear)
    }
    child.on('message', hear)
    child.send(order)
  })
}
