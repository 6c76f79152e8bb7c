import { setTimeout as wait } from 'node:timers/promises'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '#desk/db/db.ts'
import { currentEpoch } from '#desk/db/epoch.ts'
import { openDatabase } from '#desk/db/open-database.ts'
import { postgresDb } from '#desk/db/postgres-db.ts'
import { Replicas } from '#desk/db/replicas.ts'
import { FeedReader } from '#desk/feed/feed-reader.ts'
import { FeedWriter } from '#desk/feed/feed-writer.ts'
import { readPage } from '#desk/feed/read-page.ts'
import { deskLog } from '#desk/http/desk-log.ts'
import { mainSpace } from '#desk/session/spaces.ts'
import { type ConsoleId, queueId, spaceId } from '#domain/ids.ts'
import { noPostgres, type Standby, startPostgres, type TestPostgres } from '#tests/support/postgres.ts'
import type { Page } from '#wire/feed.ts'
import { ticketRow } from './floor/company.ts'
import { openDesk, pullAll, type TestDesk } from './floor/desk.ts'
import { eventually } from './floor/events.ts'
import { listen } from './floor/listen.ts'

const silent = deskLog({ info: () => undefined, warn: () => undefined, error: () => undefined })
const nobody = null as ConsoleId | null

describe.skipIf(noPostgres !== null)('a hot standby that follows by streaming', () => {
  let server: TestPostgres
  let standby: Standby
  let db: Db
  /** A pool of the test's own on the standby. */
  let beside: Db
  beforeAll(async () => {
    server = await startPostgres()
    server.database('desk')
    db = await openDatabase({ url: server.url('desk'), poolMax: 20 })
    await currentEpoch(db)
    standby = await server.standby()
    beside = postgresDb(standby.url('desk'), { poolMax: 4 })
  }, 60_000)
  afterAll(async () => {
    const closing = [db?.close(), beside?.close()]
    server?.stop()
    await Promise.all(closing)
  })

  const create = (id: string) => ({ kind: 'ticket.create', ticket: ticketRow(id), entryId: v7() })
  const isPaused = (paused: boolean) =>
    beside.query(paused ? 'select pg_wal_replay_pause()' : 'select pg_wal_replay_resume()')
  const reads = async (desk: TestDesk, name: string) => {
    const text = await (await fetch(`${desk.address}/metrics`)).text()
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
  }

  test('read alone or by turns with the primary under twelve writers, its own watermark misses nothing', async () => {
    const space = spaceId.parse('storm')
    const replicas = new Replicas(db, [postgresDb(standby.url('desk'), { poolMax: 2 })], silent)
    await replicas.start()
    const both = new FeedReader(db, replicas)
    const written: string[] = []
    const until = Date.now() + 3_000
    let writing = true
    const writer = async (nth: number) => {
      for (let i = 0; Date.now() < until; i++) {
        const id = `${nth}.${i}`
        const rolledBack = i % 9 === 0
        await db
          .transaction(async (tx) => {
            await tx.query('select pg_current_xact_id()')
            // Long enough for others that began later to commit first.
            if (i % 11 === 0) await wait(25)
            const feed = new FeedWriter(tx, space, 0)
            await tx.query('savepoint one')
            await feed.put([
              { entity: 'queue', row: { id: queueId.parse(id), v: 1, name: id, teamId: null, position: 1 } },
            ])
            await tx.query(i % 5 === 0 ? 'rollback to savepoint one' : 'release savepoint one')
            if (rolledBack) throw new Error('taken back')
          })
          .then(
            () => {
              if (i % 5 !== 0) written.push(id)
            },
            (error: Error) => {
              if (error.message !== 'taken back') throw error
            },
          )
      }
    }
    const request = { spaceId: space, shape: 'ref', consoleId: nobody } as const
    const pull = async (read: (cursor: string | null, nth: number) => ReturnType<typeof readPage>) => {
      const seen: string[] = []
      let cursor: string | null = null
      for (let nth = 0; ; nth++) {
        const caughtUp = !writing && seen.length >= written.length
        const page = await read(cursor, nth)
        if (!page.ok) throw new Error(page.refusal)
        for (const { id } of (JSON.parse(page.value.json) as Page).changes) seen.push(id)
        cursor = page.value.to
        if (caughtUp && page.value.count === 0) return seen
        await wait(3)
      }
    }
    const pulls = [
      pull((cursor) => readPage(beside, { ...request, cursor }, 0)),
      pull((cursor, nth) =>
        nth % 2 === 0 ? both.read({ ...request, cursor }, 0) : readPage(db, { ...request, cursor }, 0),
      ),
    ]
    await Promise.all(Array.from({ length: 12 }, (_, nth) => writer(nth)))
    writing = false
    for (const seen of await Promise.all(pulls)) {
      expect(seen).toHaveLength(written.length)
      expect(new Set(seen)).toEqual(new Set(written))
    }
    expect(written.length).toBeGreaterThan(500)
    await replicas.stop()
  }, 30_000)

  test('a console whose cursor is ahead of it is served by the primary, not sent back to the beginning', async () => {
    const desk = await openDesk(db, { replicas: [postgresDb(standby.url('desk'))] })
    const anna = await desk.person()
    await eventually(async () => (await reads(desk, 'pult_replicas_fit')) === 1)
    await anna.push(create('before'))
    const { cursor } = await pullAll(anna, 'hot')
    const stream = await listen(anna, 'hot', cursor)
    await isPaused(true)
    const [one, two] = [v7(), v7()]
    await anna.push(create(one), create(two))
    const page = await stream.until(({ changes }) => changes.some(({ id }) => id === two))
    const next = v7()
    await anna.push(create(next))
    // The replica has seen neither the cursor's transaction nor what follows.
    const behind = await readPage(
      beside,
      { spaceId: mainSpace, shape: 'hot', cursor: page.to, consoleId: nobody },
      0,
    )
    expect(behind).toMatchObject({ ok: false, refusal: 'epoch' })
    const ids = (await pullAll(anna, 'hot', page.to)).changes.map(({ id }) => id)
    expect(ids).toEqual([next])
    // A stream that catches up from a cursor the replica has must not stop where the replica stands.
    const late = await listen(await desk.person(), 'hot', cursor)
    await late.until(({ changes }) => changes.some(({ id }) => id === next))
    late.close()
    stream.close()
    await isPaused(false)
    await desk.close()
  }, 30_000)

  test('killed, the primary serves; the desk says so and goes on', async () => {
    const victim = await server.standby()
    const desk = await openDesk(db, { replicas: [postgresDb(victim.url('desk'))] })
    const anna = await desk.person()
    const { cursor } = await pullAll(anna, 'hot')
    await eventually(async () => (await reads(desk, 'pult_replicas_fit')) === 1)
    victim.stop()
    const id = v7()
    await anna.push(create(id))
    const { changes } = await pullAll(anna, 'hot', cursor)
    expect(changes.map((change) => change.id)).toContain(id)
    const { tickets } = await anna.client.tickets.search({ text: 'печатает', limit: 5 })
    expect(tickets.length).toBeGreaterThan(0)
    expect(await reads(desk, 'pult_replicas_fit')).toBe(0)
    expect(desk.logged.filter((line) => line.includes('replica.unfit'))).toHaveLength(1)
    await desk.close()
  }, 30_000)

  test('promoted by itself, it is another history and is read no more', async () => {
    const rebel = await server.standby()
    const replicas = new Replicas(db, [postgresDb(rebel.url('desk'))], silent)
    await replicas.start()
    await eventually(() => replicas.pick() !== null)
    rebel.promote()
    await eventually(() => replicas.pick() === null)
    await replicas.stop()
  }, 30_000)
})
