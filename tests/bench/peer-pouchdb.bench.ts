import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { demoCompany } from '#demo/company/demo-company.ts'
import { type Bench, quantile, rowOf } from './bench.ts'
import { benchDesk } from './desk/bench-desk.ts'
import { consoleAtDesk } from './desk/console-at-desk.ts'
import { newTicket, ticketWork } from './desk/dispatchers-work.ts'
import { drainChanges } from './desk/drain-changes.ts'
import { Pusher } from './desk/push-over-http.ts'
import { installPeers } from './peers/install.ts'
import { type PouchDoc, pouchFrom } from './peers/pouch.ts'
import type { PouchNews, PouchOrder } from './peers/pouch-server.ts'

const syncs = 3
const changes = 60
const offline = 500

interface Measured {
  /** First sync of the whole company, rows a second. */
  first: number[]
  /** A change made at the server → here, ms. */
  live: number[]
  /** So many changes made here without the server → taken by it, ms. */
  drain: number[]
}

export const bench: Bench = {
  name: 'peer-pouchdb',
  title: 'the small company replicated by Pult, and by PouchDB (leveldb) against express-pouchdb, in one run',
  async run(say) {
    const peers = installPeers(say)
    const ours = await measureOurs(say)
    const theirs = await measurePouch(peers, ours.docs, say)
    const row = (what: string, unit: 'rows/s' | 'ms', field: keyof Measured) =>
      rowOf({ name: 'peer-pouchdb', case: what, unit }, ours.measured[field], { peer: theirs[field] })
    const p99s = [quantile(ours.measured.live, 0.99), quantile(theirs.live, 0.99)] as const
    return [
      row('first sync, page by page', 'rows/s', 'first'),
      row('a change at the server → here', 'ms', 'live'),
      rowOf({ name: 'peer-pouchdb', case: 'the same, p99 of each', unit: 'ms' }, [p99s[0]], {
        peer: [p99s[1]],
      }),
      row(`${offline} changes made offline → taken by the server`, 'ms', 'drain'),
    ]
  },
}

async function measureOurs(say: (line: string) => void): Promise<{ measured: Measured; docs: PouchDoc[] }> {
  const desk = await benchDesk(say)
  const measured: Measured = { first: [], live: [], drain: [] }
  try {
    const [{ rows }] = (await desk.db.query('select count(*) as rows from changes')) as [{ rows: number }]
    const kept = await desk.db.query<{ id: string; row: string }>(
      'select id, row from changes where op = $1',
      ['put'],
    )
    const docs = kept.map(({ id, row }) => ({ ...(JSON.parse(row) as object), _id: id }))
    for (let nth = 0; nth < syncs; nth++) {
      const console = await consoleAtDesk(desk)
      measured.first.push((rows / console.filledMs) * 1000)
      await console.close()
    }
    const real = await consoleAtDesk(desk)
    const pusher = new Pusher(desk.nodes[0]?.address ?? '', await desk.seat(1))
    for (let nth = 0; nth < changes; nth++) {
      const { ticket, ...work } = newTicket(desk.company, nth)
      const row = real.rowOf(ticket.id)
      await wait(50)
      const sent = performance.timeOrigin + performance.now()
      await pusher.push([work])
      measured.live.push((await row) - sent)
    }
    pusher.close()
    for (let nth = 0; nth < syncs; nth++)
      measured.drain.push(await drainChanges(desk, real, offline, 100_000 + nth * 10_000))
    await real.close()
    return { measured, docs }
  } finally {
    await desk.close()
  }
}

async function measurePouch(peers: string, docs: PouchDoc[], say: (line: string) => void): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'pult-bench-pouch-'))
  const { PouchDB } = pouchFrom(peers)
  const server = fork(join(import.meta.dirname, 'peers/pouch-server.ts'), [peers, folder], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const measured: Measured = { first: [], live: [], drain: [] }
  try {
    const [ready] = (await once(server, 'message')) as [PouchNews & { type: 'ready' }]
    const url = `http://127.0.0.1:${ready.port}/desk`
    const put = async (some: readonly PouchDoc[]) => {
      const done = once(server, 'message')
      server.send({ type: 'put', docs: some } satisfies PouchOrder)
      await done
    }
    for (let start = 0; start < docs.length; start += 500) await put(docs.slice(start, start + 500))
    for (let nth = 0; nth < syncs; nth++) {
      const local = new PouchDB(join(folder, `first-${nth}`))
      const began = performance.now()
      const { docs_written } = await local.replicate.from(url, { batch_size: 500 })
      measured.first.push((docs_written / (performance.now() - began)) * 1000)
      if (nth < syncs - 1) await local.close()
      else await measureLive(local, url, put, measured)
    }
    say('PouchDB: first sync and live changes are measured')
    const company = demoCompany('small', Date.now())
    for (let nth = 0; nth < syncs; nth++) {
      const local = new PouchDB(join(folder, `offline-${nth}`))
      const deeds = ticketWork(company, nth * 10_000)
      const began = performance.now()
      await local.bulkDocs(
        Array.from({ length: offline }, () => {
          const { key, intent } = deeds.next().value
          return { _id: key, intent }
        }),
      )
      await local.replicate.to(url, { batch_size: 50 })
      measured.drain.push(performance.now() - began)
      await local.close()
    }
    return measured
  } finally {
    server.disconnect()
    await once(server, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }
}

type Put = (docs: readonly PouchDoc[]) => Promise<void>

async function measureLive(
  local: InstanceType<ReturnType<typeof pouchFrom>['PouchDB']>,
  url: string,
  put: Put,
  measured: Measured,
): Promise<void> {
  const arrived = new Map<string, () => void>()
  const live = local.replicate.from(url, { live: true, retry: true })
  live.on('change', ({ docs }) => {
    for (const { _id } of docs) arrived.get(_id)?.()
  })
  await new Promise<void>((resolve) => live.on('paused', resolve))
  for (let nth = 0; nth < changes; nth++) {
    const _id = `live-${nth}`
    const here = new Promise<void>((resolve) => arrived.set(_id, resolve))
    await wait(50)
    const sent = performance.now()
    await put([{ _id, subject: 'Не печатает чек', status: 'new', nth }])
    await here
    measured.live.push(performance.now() - sent)
  }
  live.cancel()
}
