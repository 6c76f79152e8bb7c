/** One life of a workstation in a process of its own: shows what it holds, then works until it is killed. */

import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ContractRouterClient } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import type { Bridge } from '#bridge/contract.ts'
import type { CoreStatus } from '#bridge/session.ts'
import { openEncrypted } from '#core/files/encrypted-db.ts'
import { type Core, nodePorts, startCore } from '#core/start-core.ts'
import { cacheFile } from '#core/store/open-cache.ts'
import { entities, shapes } from '#domain/entities.ts'
import type { TicketId } from '#domain/ids.ts'
import { ids } from '#tests/desk/floor/company.ts'
import { seeded } from './chance.ts'
import { arm, setOffline, stepsSeen } from './kill-hook.ts'
import type { FromLife, LifeOrder, Prepare, Report, Said, ToLife } from './messages.ts'
import { hashOfRow } from './row-hash.ts'
import { comment, type Day, takeACall } from './workday.ts'

const order = JSON.parse(process.argv[2] ?? '') as LifeOrder
const say = (said: Said) => appendFileSync(order.said, `${JSON.stringify(said)}\n`)
const tell = (message: FromLife) => process.send?.(message)
const random = seeded(order.seed)

async function start(): Promise<{ core: Core; window: ContractRouterClient<Bridge> }> {
  const ports = nodePorts(order.folder)
  const core = await startCore(
    {
      ...ports,
      // The shortest waits, so that a life is short.
      random: () => 0.05,
      log: {
        ...ports.log,
        surprise(event, error) {
          const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
          say({ type: 'surprise', event, text })
          return ports.log.surprise(event, error)
        },
      },
    },
    {
      folder: order.folder,
      fillWorker: pathToFileURL(order.fillWorker),
      checkpointWorker: pathToFileURL(order.checkpointWorker),
    },
  )
  return { core, window: createRouterClient(core.router) as ContractRouterClient<Bridge> }
}

/** Resolves when everything this console had to say is said and everything the desk has is here. */
async function drained({ work }: Core): Promise<void> {
  const done = () => {
    const { desk, filling, pending } = work.status.now
    if (work.account === null || (desk.state === 'away' && desk.fault === 'signedOut'))
      throw new Error('signed out')
    return desk.state === 'live' && filling === null && pending === 0 && work.uploads.waiting().length === 0
  }
  if (done()) return
  await new Promise<void>((resolve, reject) => {
    const look = (_: CoreStatus | Record<never, never>) => {
      try {
        if (!done()) return
        resolve()
      } catch (error) {
        reject(error)
      }
      for (const stop of stops) stop()
    }
    const stops = [work.status.changed.on(look), work.uploads.changed.on(look)]
  })
}

async function online({ core, window }: Awaited<ReturnType<typeof start>>): Promise<void> {
  const { address, login, password } = order
  const signIn = () => window.session.signIn({ address, login, password })
  if (core.work.account === null) await signIn()
  try {
    await drained(core)
  } catch {
    await signIn()
    await drained(core)
  }
}

function report({ work }: Core): Report {
  const rows: Report['rows'] = {}
  for (const entity of entities)
    for (const row of work.store.all(entity)) rows[`${entity} ${row.id}`] = hashOfRow(row)
  return {
    consoleId: work.consoleId,
    waiting: work.status.now.pending,
    uploads: work.uploads.waiting().length,
    keptAside: work.status.now.files.outboxKeptAside,
    drafts: work.drafts.list().map(({ id, fields }) => ({ id, subject: fields.subject })),
    learnt: Object.fromEntries(
      ['+79161112233'].flatMap((number) => {
        const contactId = work.learnt.get(number)?.contactId
        return contactId ? [[number, contactId]] : []
      }),
    ),
    rows,
  }
}

const answer = () =>
  new Promise<ToLife>((resolve) => process.once('message', (word) => resolve(word as ToLife)))

function prepare(what: Prepare | null): void {
  const caches = shapes.map((shape) => cacheFile(order.folder, shape))
  const key = (name: string) =>
    JSON.parse(readFileSync(join(order.folder, 'secrets.json'), 'utf8'))[name] as string
  if (what === 'emptyCache')
    for (const cache of caches)
      for (const suffix of ['', '-wal', '-shm']) rmSync(cache + suffix, { force: true })
  if (what === 'spoiltCache') {
    const cache = cacheFile(order.folder, 'ref')
    const bytes = readFileSync(cache)
    bytes.fill(0x5a, 4096, 8192)
    writeFileSync(cache, bytes)
  }
  if (what === 'otherEpoch') {
    for (const shape of shapes) {
      const file = cacheFile(order.folder, shape)
      const db = openEncrypted(file, key('cache-key'), { synchronous: 'NORMAL', cacheKiB: 1024 })
      db.exec(
        `update sync_${shape} set cursor = '99999999-9999-4999-8999-999999999999' || substr(cursor, 37)`,
      )
      db.close()
    }
  }
  if (what === 'oldOutbox') {
    const db = openEncrypted(join(order.folder, 'outbox.db'), key('outbox-key'), {
      synchronous: 'FULL',
      cacheKiB: 1024,
    })
    db.exec('drop table upload; alter table change drop column version; pragma user_version = 1')
    db.close()
  }
}

let count = 0

async function work({ core, window }: Awaited<ReturnType<typeof start>>): Promise<void> {
  let keys: string[] = []
  const stop = core.work.outbox.changed.on(({ added }) => keys.push(...added.map(({ key }) => key)))
  const day: Day = {
    window,
    random,
    say,
    token: () => `${order.life}-${count++}`,
    async saved(token, run) {
      keys = []
      if (process.env.CRASH_MUTANT === 'saidTooEarly') say({ type: 'changes', keys, token })
      await run()
      say({ type: 'changes', keys, token })
    },
  }
  // Offline, unless nobody is at this workstation yet, or it knows no customer.
  if (core.work.account === null || core.work.store.get('contact', ids.contact) === null) {
    setOffline(false)
    await window.session.retryDesk({})
    await online({ core, window })
  }
  const ticketId = await takeACall(day)
  const shared = core.work.rows.get('ticket', 'shared')
  if (shared !== null) {
    // Seen before the colleague moved it: the desk refuses this, and it lies in the tray.
    const { queueId, assigneeId } = shared
    const to = { queueId, assigneeId: core.work.me.id }
    await day.saved(null, () =>
      window.tickets.route({ ticketId: 'shared' as TicketId, to, expected: { queueId, assigneeId } }),
    )
  }
  setOffline(false)
  await window.session.retryDesk({})
  if (random() < 0.5) await comment(day, ticketId)
  await online({ core, window })
  await comment(day, ticketId)
  for (const { n } of (await window.outbox.list()).notAccepted) await window.outbox.discard({ n })
  await online({ core, window })
  // What is done by the hour.
  core.work.durably(() => core.work.outbox.prune(Date.now() + 100 * 3_600_000))
  core.work.durably(() => core.work.uploads.forgetDoneBefore(Date.now() + 1))
  stop()
}

// The core's own timers keep no process alive: between two tries of the desk nothing else might.
const awake = setInterval(() => {}, 60_000)
const first = existsSync(join(order.folder, 'secrets.json')) ? await start() : null
if (first !== null) {
  await online(first)
  do tell({ type: 'report', report: report(first.core) })
  while ((await answer()) === 'again')
  await first.core.close()
}
if (order.kill !== null || order.endless) {
  prepare(order.prepare)
  tell({ type: 'prepared' })
  await answer()
  arm(order.kill?.point ?? null, order.kill?.nth ?? 0)
  const wiping = order.prepare === 'wipe'
  setOffline(!wiping)
  const second = await start()
  if (wiping && second.core.work.account !== null)
    await new Promise<void>((resolve) => {
      const look = () => second.core.work.status.now.wipedAt !== null && resolve()
      second.core.work.status.changed.on(look)
      look()
    })
  do await work(second)
  while (order.endless)
  await second.core.close()
  tell({ type: 'worked', steps: stepsSeen() })
}
clearInterval(awake)
process.disconnect()
