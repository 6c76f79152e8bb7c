import { rmSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { FeedFollower } from '#core/sync/feed-follower.ts'
import { type Shape, shape as shapeSchema, shapes } from '#domain/entities.ts'
import { type Bench, type BenchRow, rowOf } from './bench.ts'
import { companySnapshots } from './first-sync/company-snapshots.ts'
import { emptyConsole } from './first-sync/empty-console.ts'
import { feedPages } from './first-sync/feed-pages.ts'
import { fileServer } from './first-sync/file-server.ts'
import { fileFloor, ndjsonFloor } from './first-sync/floors.ts'
import { shippedWorker } from './first-sync/shipped-worker.ts'

/** 100 Mbit/s, all of it payload. */
const lineBytesPerS = 12_500_000
const name = 'first-sync'
const kept = join(import.meta.dirname, '../../.cache/bench')

export const bench: Bench = {
  name,
  title: 'an empty workstation → every row of its desk in the encrypted cache, indexed and searchable',
  async run(say) {
    return [...(await byPages(say)), ...(await byCopies(say)), ...(await overLine(say))]
  },
}

async function byPages(say: (line: string) => void): Promise<BenchRow[]> {
  const lines = join(kept, `lines-${process.pid}.ndjson`)
  const { rows, page } = await feedPages('usual', lines)
  const server = await fileServer((path) => {
    const url = new URL(path, 'http://desk')
    const shape = shapeSchema.safeParse(url.pathname.split('/').at(-1))
    const json = shape.success ? page(shape.data, url.searchParams.get('cursor')) : null
    return json === null ? null : { json }
  })
  try {
    const floor = await ndjsonFloor(lines)
    const { core, tokens, close } = await emptyConsole()
    const stop = new AbortController()
    const signal = stop.signal
    const caughtUp = new Set<Shape>()
    const began = performance.now()
    let ms = 0
    const runs = shapes.map((shape) =>
      new FeedFollower(shape, core.work, tokens(server.address), {
        applied: () => undefined,
        reset: () => undefined,
        live(one) {
          caughtUp.add(one)
          ms ||= caughtUp.size === shapes.length ? performance.now() - began : 0
          if (ms > 0) stop.abort()
        },
      }).run(signal),
    )
    await Promise.allSettled(runs)
    await close()
    if (ms === 0) throw new Error('the feeds did not come to their end')
    say(`pages: ${rows} rows in ${Math.round(ms)} ms; floor ${Math.round(floor.ms)} ms`)
    return [rateRow('by pages, usual company, loopback', rows, ms, floor.ms, 30_000)]
  } finally {
    await server.close()
    rmSync(lines, { force: true })
  }
}

async function byCopies(say: (line: string) => void): Promise<BenchRow[]> {
  const found: BenchRow[] = []
  for (const size of ['usual', 'large'] as const) {
    const { fill, floor, rows } = await filled(size, say, Number.POSITIVE_INFINITY)
    found.push(rateRow(`by whole copies, ${size} company, loopback`, rows, fill.all, floor, 150_000))
  }
  return found
}

async function overLine(say: (line: string) => void): Promise<BenchRow[]> {
  const { fill } = await filled('large', say, lineBytesPerS)
  const ms = (what: string, value: number, goal: number) =>
    rowOf({ name, case: `large company over 100 Mbit/s: ${what}`, unit: 'ms' }, [value], {
      goal: `≤ ${goal / 1000} s`,
      met: ({ p50 }) => p50 <= goal,
    })
  return [
    ms('all rows', fill.all, 6_000),
    ms('customers, so that the pop works', fill.ref, 3_000),
    rowOf({ name, case: 'large company over 100 Mbit/s: all searchable by words', unit: 'ms' }, [
      fill.searchable,
    ]),
  ]
}

/** Times from the first request, ms. */
async function filled(size: 'usual' | 'large', say: (line: string) => void, bytesPerS: number) {
  const { manifests, file } = await companySnapshots(size, say)
  const server = await fileServer((path) => {
    const [, shape, sha256] = /^\/sync\/v1\/snapshot\/(\w+)(?:\/(\w+))?$/.exec(path) ?? []
    const known = shapeSchema.safeParse(shape)
    if (!known.success) return null
    return sha256 === undefined ? { json: JSON.stringify(manifests[known.data]) } : { file: file(known.data) }
  }, bytesPerS)
  try {
    const list = shapes.map((shape) => manifests[shape])
    const worker = await shippedWorker()
    const floor = await fileFloor(server.address, list)
    const { core, tokens, close } = await emptyConsole(worker)
    const { work } = core
    const began = performance.now()
    const at: Partial<Record<Shape, number>> = {}
    await work.fills?.run(work, tokens(server.address), shapes, new AbortController().signal, (shape) => {
      at[shape] = performance.now() - began
    })
    const all = performance.now() - began
    if (Object.keys(at).length < shapes.length) throw new Error('not every copy was taken')
    // The full text is owed by the fill and written when there is time.
    while (work.store.textsOwed > 0) await new Promise((resolve) => setTimeout(resolve, 20))
    const searchable = performance.now() - began
    const rows = list.reduce((sum, manifest) => sum + manifest.rows, 0)
    await close()
    const told = Object.entries({ customers: at.ref ?? all, all, searchable, floor })
    const times = told.map(([what, time]) => `${what} ${Math.round(time)} ms`).join(', ')
    say(`${size}: ${rows} rows, ${times}; load ${(loadavg()[0] ?? 0).toFixed(1)}`)
    return { fill: { ref: at.ref ?? all, all, searchable }, floor, rows }
  } finally {
    await server.close()
  }
}

/** Rows a second, beside the floor's, and whether both the rate and 1.5 times the floor's time were kept. */
function rateRow(what: string, rows: number, ms: number, floorMs: number, goal: number): BenchRow {
  const rate = (time: number) => Math.round((rows / time) * 1000)
  return rowOf({ name, case: what, unit: 'rows/s' }, [rate(ms)], {
    peer: [rate(floorMs)],
    goal: `≥ ${goal.toLocaleString('en')} rows/s, ≤ 1.5 × the floor's time`,
    met: ({ p50 }) => p50 >= goal && ms <= floorMs * 1.5,
  })
}
