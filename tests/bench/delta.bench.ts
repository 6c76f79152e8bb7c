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
      const pages = changedTickets(work.store.all('ticket'), changes)
      const samples: number[] = []
      const began = performance.now()
      let cursor = work.store.shapeState('hot').cursor
      for (const [nth, page] of pages.entries()) {
        const to = `00000000-0000-4000-8000-000000000000.${nth + 2}.0.0`
        const began = performance.now()
        const applied = work.store.applyPage('hot', {
          from: cursor,
          to,
          more: true,
          changes: page,
          at: 1,
          lastN: null,
        })
        samples.push(performance.now() - began)
        if (applied.kind !== 'applied' || applied.changed.length !== page.length)
          throw new Error('a page was not applied')
        cursor = to
      }
      const rate = Math.round((changes / (performance.now() - began)) * 1000)
      return [
        rowOf({ name, case: 'rows applied', unit: 'rows/s' }, [rate], {
          goal: '≥ 5,000 rows/s',
          met: ({ p50 }) => p50 >= 5_000,
        }),
        rowOf({ name, case: 'one transaction, a full page', unit: 'ms' }, samples, {
          goal: 'none over 50 ms',
          met: ({ max }) => max <= 50,
        }),
      ]
    } finally {
      await close()
      await server.close()
    }
  },
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
