import { setTimeout as delay } from 'node:timers/promises'
import type { Store } from '#core/store/store.ts'
import { type Shape, shapes } from '#domain/entities.ts'
import { pageBytesMax, pageRowsAtWork } from '#wire/feed.ts'
import { type Bench, rowOf } from './bench.ts'
import { companySnapshots } from './first-sync/company-snapshots.ts'
import { emptyConsole } from './first-sync/empty-console.ts'
import { fileServer } from './first-sync/file-server.ts'

const changes = 20_000
const name = 'delta'

export const bench: Bench = {
  name,
  title: 'changes of tickets all over the usual company → in the encrypted cache, indexed and searchable',
  async run(say) {
    const { manifests, file } = await companySnapshots('usual', say)
    const server = await fileServer((path) => {
      const [, shape, sha256] = /^\/sync\/v1\/snapshot\/(\w+)(?:\/(\w+))?$/.exec(path) ?? []
      if (shape === undefined) return null
      const own = shape as Shape
      return sha256 === undefined ? { json: JSON.stringify(manifests[own]) } : { file: file(own) }
    })
    const { core, tokens, close } = await emptyConsole()
    try {
      const { work } = core
      await work.fills?.run(
        work,
        tokens(server.address),
        shapes,
        new AbortController().signal,
        () => undefined,
      )
      const fillSlices = slices(work.store)
      const filled = performance.now()
      const owedByFill = work.store.textsOwed
      await paid(work.store)
      const fillRate = Math.round((owedByFill / (performance.now() - filled)) * 1000)
      fillSlices.end()
      const pages = changedTickets(work.store.all('ticket'), changes)
      const samples: number[] = []
      const processor: number[] = []
      const paySlices = slices(work.store)
      const began = performance.now()
      let cursor = work.store.shapeState('hot').cursor
      for (const [nth, page] of pages.entries()) {
        const to = `00000000-0000-4000-8000-000000000000.${nth + 2}.0.0`
        const began = performance.now()
        const used = process.threadCpuUsage()
        const applied = work.store.applyPage('hot', {
          from: cursor,
          to,
          more: true,
          changes: page,
          at: 1,
          lastN: null,
        })
        samples.push(performance.now() - began)
        const { user, system } = process.threadCpuUsage(used)
        processor.push((user + system) / 1_000)
        if (applied.kind !== 'applied' || applied.changed.length !== page.length)
          throw new Error('a page was not applied')
        cursor = to
        // As the feed's follower does: other work gets its turn between two pages.
        await new Promise((resolve) => setImmediate(resolve))
      }
      const rate = () => Math.round((changes / (performance.now() - began)) * 1000)
      const applied = rate()
      await paid(work.store)
      const searchable = rate()
      paySlices.end()
      return [
        rowOf({ name, case: 'rows applied', unit: 'rows/s' }, [applied], {
          goal: '≥ 5,000 rows/s',
          met: ({ p50 }) => p50 >= 5_000,
        }),
        rowOf({ name, case: 'rows applied and in the full text', unit: 'rows/s' }, [searchable]),
        rowOf({ name, case: 'one transaction, a full page', unit: 'ms' }, samples, {
          goal: 'none over 50 ms',
          met: ({ max }) => max <= 50,
        }),
        rowOf({ name, case: 'its time on the processor', unit: 'ms' }, processor),
        rowOf({ name, case: 'one slice of full text, changes', unit: 'ms' }, paySlices.ms),
        rowOf({ name, case: 'full text after the first fill', unit: 'rows/s' }, [fillRate]),
        rowOf({ name, case: 'one slice of full text, first fill', unit: 'ms' }, fillSlices.ms),
      ]
    } finally {
      await close()
      await server.close()
    }
  },
}

/** Resolves when nothing is owed to the full text any more. */
async function paid(store: Store): Promise<void> {
  while (store.textsOwed > 0) await delay(20)
}

/** Takes the time of each slice of full text until its end. */
function slices(store: Store): { ms: number[]; end(): void } {
  const ms: number[] = []
  const pay = store.payTexts
  store.payTexts = (rowsMax) => {
    const began = performance.now()
    const answer = pay.call(store, rowsMax)
    if (answer > 0) ms.push(performance.now() - began)
    return answer
  }
  return {
    ms,
    end() {
      store.payTexts = pay
    },
  }
}

type Row = { id: string; v: number; subject: string; updatedAt: number }

/** Pages as full as a console at work gets them, with new versions of tickets from everywhere. */
function changedTickets(tickets: readonly Row[], count: number) {
  const pages: { e: 'ticket'; id: string; op: 'put'; v: number; row: unknown }[][] = [[]]
  const versions = new Map<string, number>()
  let bytes = 0
  for (let nth = 0; nth < count; nth++) {
    // A step that shares no factor with the number of tickets goes through all of them, far apart.
    const ticket = tickets[(nth * 7_919) % tickets.length] as Row
    const v = (versions.get(ticket.id) ?? ticket.v) + 1
    versions.set(ticket.id, v)
    const row = { ...ticket, v, subject: `${ticket.subject} (${nth})`, updatedAt: ticket.updatedAt + nth }
    const size = JSON.stringify(row).length
    let last = pages.at(-1) as (typeof pages)[number]
    if (last.length >= pageRowsAtWork || bytes + size > pageBytesMax) {
      last = []
      pages.push(last)
      bytes = 0
    }
    bytes += size
    last.push({ e: 'ticket', id: ticket.id, op: 'put', v, row })
  }
  return pages
}
