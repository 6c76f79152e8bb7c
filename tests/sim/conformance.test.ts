import { beforeAll, describe, expect, test } from 'vitest'
import type { Db, Sql } from '#desk/db/db.ts'
import { sqlState } from '#desk/db/db.ts'
import { beginNewEpoch, currentEpoch } from '#desk/db/epoch.ts'
import { loadRows, writeRows } from '#desk/db/rows.ts'
import { FeedWriter } from '#desk/feed/feed-writer.ts'
import { lastNBelow, readPage } from '#desk/feed/read-page.ts'
import { SpaceTail } from '#desk/feed/space-tail.ts'
import { Metrics } from '#desk/http/metrics.ts'
import { compactFeed, dropTombstones } from '#desk/jobs/compact-feed.ts'
import { evictClosed } from '#desk/jobs/evict-closed.ts'
import { pushIntents } from '#desk/push/push-intents.ts'
import { ListCache } from '#desk/push/space-lists.ts'
import { registerConsole } from '#desk/session/consoles.ts'
import { mainSpace } from '#desk/session/spaces.ts'
import { findUser } from '#desk/session/users.ts'
import { type EntityPut, type Shape, shapes } from '#domain/entities.ts'
import type { ConsoleId, UserId } from '#domain/ids.ts'
import { overBothEngines, overPostgres } from '#tests/desk/floor/engines.ts'
import { pushRequest } from '#wire/push.ts'
import { Chance } from './chance.ts'
import { ModelDb } from './pg/model-db.ts'
import { Pg } from './pg/pg.ts'
import { statements } from './pg/statements.ts'
import { contactRow, firstRows, ticketRow, userRow } from './world/company.ts'

const start = Date.parse('2026-11-18T07:00:00Z')
const day = 86_400_000
const silent = { info: () => undefined, warn: () => undefined, fault: () => undefined }
const consoleA = '0190a000-0000-7000-8000-00000000000a' as ConsoleId

/** The model as the simulator has it, but without waiting. */
function modelDb(): ModelDb {
  const pg = new Pg(900, (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  })
  return new ModelDb({
    pg,
    statements,
    chance: new Chance(1),
    now: () => start,
    pause: () => Promise.resolve(),
  })
}

async function put(tx: Sql, rows: readonly EntityPut[], at = start): Promise<void> {
  await writeRows(tx, mainSpace, rows)
  await new FeedWriter(tx, mainSpace, at).put(rows)
}

/** A page without what differs from engine to engine: the numbers of transactions and the epoch. */
async function pageOf(db: Db, shape: Shape, cursor: string | null) {
  const asked = { spaceId: mainSpace, shape, cursor, consoleId: consoleA }
  const page = await readPage(db, asked, start)
  if (!page.ok) return { cursor, said: page.refusal }
  const { changes, lastN, more } = JSON.parse(page.value.json)
  return { cursor: page.value.to, said: { changes, lastN, more } }
}

/** Everything the simulator's runs ask of the database, by the desk's own code; answers what the desk got to see. */
async function story(db: Db): Promise<unknown[]> {
  const said: unknown[] = []
  const say = (what: string, answer: unknown) => said.push([what, answer])
  await currentEpoch(db)
  const users = [userRow('user-1', 'dispatcher')]
  await db.transaction((tx) => put(tx, firstRows(users, start)))
  say('user', await findUser(db, mainSpace, 'user-1' as UserId))
  say('nobody', await findUser(db, mainSpace, 'user-9' as UserId))
  const who = { spaceId: mainSpace, userId: 'user-1' as UserId, consoleId: consoleA }
  say('console', (await registerConsole(db, who, start)).lastN)

  const tail = new SpaceTail(mainSpace)
  await tail.open(db)
  tail.listening.set(consoleA, 1)
  tail.news.on((news) => {
    if (news.kind === 'page') say(`tail ${news.shape}`, JSON.parse(news.page.json).changes)
    if (news.kind === 'confirmed') say('confirmed', news.lastN)
    if (news.kind === 'epoch') say('epoch', null)
  })

  const ports = {
    db,
    now: () => start,
    random: () => 0,
    log: silent,
    metrics: new Metrics(),
    lists: new ListCache(),
  }
  let n = 0
  const push = async (intents: { key: string; intent: object; n?: number }[]) => {
    const request = pushRequest.parse({
      consoleId: consoleA,
      intents: intents.map(({ key, intent, n: own }) => ({
        n: own ?? ++n,
        key,
        madeAt: start,
        version: 1,
        intent,
      })),
    })
    say('push', await pushIntents(ports, { spaceId: mainSpace, userId: 'user-1' as UserId }, request))
  }
  const comment = (ticketId: string, entryId: string) => ({
    kind: 'ticket.comment',
    ticketId,
    entryId,
    text: 'слово',
    internal: false,
    channel: 'phone',
  })
  const route = (to: string, expected: string, entryId: string) => ({
    kind: 'ticket.route',
    ticketId: 'ticket-1',
    to: { queueId: to, assigneeId: null },
    expected: { queueId: expected, assigneeId: null },
    entryId,
  })
  const create = { kind: 'ticket.create', ticket: ticketRow('made', start, { v: 0 }), entryId: 'e-made' }
  await push([
    { key: 'key-1', intent: create },
    { key: 'key-2', intent: comment('made', 'e-2') },
    { key: 'key-3', intent: route('queue-b', 'queue-a', 'e-3') },
    { key: 'key-4', intent: route('queue-a', 'queue-a', 'e-4') },
    { key: 'key-5', intent: comment('nowhere', 'e-5') },
    { key: 'key-6', intent: comment('ticket-2', 'e-6') },
  ])
  await tail.poll(db, start)
  await push([{ key: 'key-2', intent: comment('made', 'e-2'), n: 2 }])
  await push([{ key: 'key-2', intent: comment('made', 'e-2') }])
  await push([{ key: 'key-9', intent: comment('made', 'e-9'), n: 40 }])

  const cursors: Record<string, string | null> = {}
  const read = async (what: string, anew = false) => {
    for (const shape of shapes) {
      const page = await pageOf(db, shape, anew ? null : (cursors[shape] ?? null))
      cursors[shape] = page.cursor
      say(`${what} ${shape}`, page.said)
    }
  }
  await read('from nothing', true)
  say('last number', await lastNBelow(db, mainSpace, consoleA, 9_000_000_000_000_000n))
  await db.transaction(async (tx) => {
    const rows = await loadRows(tx, mainSpace, [{ entity: 'ticket', id: 'made' as never }], () => true)
    say('locked', rows.get('ticket', 'made' as never))
    await put(tx, [{ entity: 'contact', row: contactRow('c-2', 'Пётр') }])
  })
  await db
    .transaction(async (tx) => {
      await put(tx, [{ entity: 'contact', row: contactRow('c-3', 'Нина') }])
      throw new Error('changed its mind')
    })
    .catch(() => undefined)
  const twice = db.transaction((tx) => put(tx, [{ entity: 'contact', row: contactRow('c-2', 'Пётр') }]))
  say('twice', await twice.catch(sqlState))
  await read('on')
  await db.transaction(async (tx) => {
    const [gone] = await tx.query('delete from contacts where space_id = $1 and id = $2 returning v', [
      mainSpace,
      'c-2',
    ])
    say('deleted', gone)
    await new FeedWriter(tx, mainSpace, start).drop('del', [{ entity: 'contact', id: 'c-2', v: 1 }])
  })
  const old = { ...cursors }
  await read('on')
  say('evicted', await evictClosed(db, mainSpace, start + 61 * day))
  await read('on')
  await push([{ key: 'key-10', intent: comment('ticket-2', 'e-10') }])
  await read('on')
  for (const shape of shapes) {
    say(`compacted ${shape}`, (await compactFeed(db, mainSpace, shape, start + 2 * day)) > 0)
    say(`forgotten ${shape}`, await dropTombstones(db, mainSpace, shape, start + 31 * day))
  }
  await read('from nothing', true)
  say('too old', (await pageOf(db, 'ref', old.ref ?? null)).said)
  await tail.poll(db, start)
  await beginNewEpoch(db)
  say('another epoch', (await pageOf(db, 'hot', cursors.hot ?? null)).said)
  await tail.poll(db, start)
  await read('from nothing', true)
  return said
}

/** What only several transactions at once can show. */
async function crossing(db: Db): Promise<unknown[]> {
  const said: unknown[] = []
  const step = () => Promise.withResolvers<void>()
  const row = (id: string, v = 1): EntityPut => ({ entity: 'contact', row: { ...contactRow(id, 'Кто'), v } })
  await currentEpoch(db)
  const seen = async (what: string) => {
    const page = await pageOf(db, 'ref', null)
    const { changes } = page.said as { changes: { id: string; v: number }[] }
    said.push([what, changes.filter(({ id }) => id.startsWith('x-')).map(({ id, v }) => `${id} v${v}`)])
  }
  const [opened, close] = [step(), step()]
  const slow = db.transaction(async (tx) => {
    await put(tx, [row('x-slow')])
    opened.resolve()
    await close.promise
  })
  await opened.promise
  await db.transaction((tx) => put(tx, [row('x-quick')]))
  await seen('while one is open nothing after it is shown')
  close.resolve()
  await slow
  await seen('then both, in the order of their numbers')

  const [locked, release] = [step(), step()]
  const first = db.transaction(async (tx) => {
    const rows = await loadRows(tx, mainSpace, [{ entity: 'contact', id: 'x-slow' as never }], () => true)
    said.push(['first sees', rows.get('contact', 'x-slow' as never)?.v])
    locked.resolve()
    await release.promise
    await put(tx, [row('x-slow', 2)])
  })
  await locked.promise
  const second = db.transaction(async (tx) => {
    const rows = await loadRows(tx, mainSpace, [{ entity: 'contact', id: 'x-slow' as never }], () => true)
    said.push(['second waits and sees', rows.get('contact', 'x-slow' as never)?.v])
  })
  release.resolve()
  await Promise.all([first, second])
  return said
}

// What the simulator stands on: the model answers as the engines do, to the desk's own questions.
describe('the model of PostgreSQL', () => {
  let told: unknown[]
  beforeAll(async () => {
    told = await story(modelDb())
  })

  test('tells a story with every statement in it', () => {
    expect(told.length).toBeGreaterThan(40)
  })

  overBothEngines((db) => {
    test('tells the same story', async () => {
      expect(told).toEqual(await story(db()))
    })
  })

  overPostgres((db) => {
    test('lets transactions cross in the same way', async () => {
      expect(await crossing(modelDb())).toEqual(await crossing(db()))
    })
  })
})
