import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { currentEpoch } from '#desk/db/epoch.ts'
import { openDatabase } from '#desk/db/open-database.ts'
import { writeRows } from '#desk/db/rows.ts'
import { FeedWriter } from '#desk/feed/feed-writer.ts'
import { pageSql, readPage } from '#desk/feed/read-page.ts'
import { StallWatch } from '#desk/feed/stall-watch.ts'
import { Tailer } from '#desk/feed/tailer.ts'
import { deskLog, type LogFields } from '#desk/http/desk-log.ts'
import { evictClosed, hotMs } from '#desk/jobs/evict-closed.ts'
import { keepTimelineOfReopened } from '#desk/push/reopened.ts'
import type { EntityPut } from '#domain/entities.ts'
import { type ConsoleId, consoleId, queueId, type SpaceId, spaceId } from '#domain/ids.ts'
import { timelineEntry } from '#domain/ticket/timeline-entry.ts'
import type { Page } from '#wire/feed.ts'
import { ticketRow } from './floor/company.ts'
import { overPostgres } from './floor/engines.ts'

const silent = deskLog({ info: () => undefined, warn: () => undefined, error: () => undefined })
const nobody = null as ConsoleId | null

/** A generator of evenly spread numbers in [0, 1): the same every run. */
function seeded(seed: number) {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

overPostgres((db, url) => {
  beforeAll(async () => {
    await currentEpoch(db())
  })

  /** Writes `rows` changes in one transaction, some under savepoints, some taken back; answers the ids that stayed. */
  async function writeSome(space: SpaceId, name: string, random: () => number): Promise<string[]> {
    const stayed: string[] = []
    const rollback = random() < 0.1
    await db()
      .transaction(async (tx) => {
        const feed = new FeedWriter(tx, space, 0)
        const rows = random() < 0.02 ? 300 : 1 + Math.floor(random() * 3)
        for (let i = 0; i < rows; i++) {
          const id = `${name}.${i}`
          const undone = random() < 0.2
          await tx.query('savepoint one')
          const row = { id: queueId.parse(id), v: 1, name: id, teamId: null, position: i }
          await feed.put([{ entity: 'queue', row }])
          await tx.query(undone ? 'rollback to savepoint one' : 'release savepoint one')
          if (!undone) stayed.push(id)
        }
        // Long enough for others that began later to commit first.
        if (random() < 0.05) await wait(random() * 40)
        if (rollback) throw new Error('taken back')
      })
      .catch((error: Error) => {
        if (error.message !== 'taken back') throw error
        stayed.length = 0
      })
    return stayed
  }

  test('sixteen writers that commit out of order: a puller and a listener miss nothing and see nothing twice', async () => {
    const space = spaceId.parse('storm')
    const reader = await openDatabase({ url: url(), poolMax: 4 })
    const tailer = new Tailer({ db: reader, now: Date.now, random: Math.random, log: silent })
    const heard: string[] = []
    const { leave } = await tailer.join(space, nobody, (news) => {
      if (news.kind !== 'page') return
      for (const { id } of (JSON.parse(news.page.json) as Page).changes) heard.push(id)
    })

    const until = Date.now() + 4_000
    let writing = true
    const written: string[] = []
    const writers = Array.from({ length: 16 }, async (_, w) => {
      const random = seeded(w + 1)
      for (let i = 0; Date.now() < until; i++) written.push(...(await writeSome(space, `${w}.${i}`, random)))
    })
    const pulled: string[] = []
    const positions: bigint[] = []
    const pull = async () => {
      let cursor: string | null = null
      for (let last = false; ; ) {
        const page = await readPage(reader, { spaceId: space, shape: 'ref', cursor, consoleId: nobody }, 0)
        if (!page.ok) throw new Error(page.refusal)
        for (const { id } of (JSON.parse(page.value.json) as Page).changes) pulled.push(id)
        positions.push(page.value.position.tx)
        cursor = page.value.to
        if (last && page.value.count === 0) return
        last = !writing && page.value.count === 0
        await wait(5)
      }
    }
    const pulling = pull()
    await Promise.all(writers)
    writing = false
    await pulling
    while (heard.length < written.length) await tailer.lookNow()
    leave()
    await tailer.stop()
    await reader.close()

    expect(written.length).toBeGreaterThan(1_000)
    for (const seen of [pulled, heard]) {
      expect(seen).toHaveLength(written.length)
      expect(new Set(seen)).toEqual(new Set(written))
    }
    expect(positions).toEqual([...positions].sort((a, b) => (a < b ? -1 : 1)))
  }, 30_000)

  test('a transaction left open holds the rows after it back, and the watch says so after 2 s', async () => {
    const space = spaceId.parse('stuck')
    const said: LogFields[] = []
    let now = 0
    const watch = new StallWatch(() => now, {
      ...silent,
      warn: (fields) => said.push(fields),
      info: (fields) => said.push(fields),
    })
    const read = () => readPage(db(), { spaceId: space, shape: 'ref', cursor: null, consoleId: nobody }, 0)
    const countOf = async () => {
      const page = await read()
      return page.ok ? page.value.count : -1
    }
    const { promise: letGo, resolve: release } = Promise.withResolvers<void>()
    const { promise: isOpen, resolve: opened } = Promise.withResolvers<void>()
    const stuck = db().transaction(async (tx) => {
      await tx.query('select pg_current_xact_id()')
      opened()
      await letGo
    })
    await isOpen
    await writeSome(space, 'after', () => 0.5)
    expect(await countOf()).toBe(0)
    await watch.look(db())
    now += 2_001
    await watch.look(db())
    expect(said).toEqual([{ event: 'feed.stalled', ageMs: 2_001 }])
    release()
    await stuck
    await watch.look(db())
    expect(said.at(-1)).toEqual({ event: 'feed.flows' })
    expect(await countOf()).toBeGreaterThan(0)
  })

  test('a ticket reopened by a writer that waited for its eviction keeps its conversation', async () => {
    const space = spaceId.parse('crossed')
    const ticket = ticketRow('closed-long-ago', { v: 1, number: 'X-1', status: 'closed', closedAt: 1 })
    const entry = timelineEntry.parse({
      id: 'first-word',
      v: 1,
      ticketId: ticket.id,
      at: 1,
      by: null,
      what: { kind: 'created' },
    })
    const rows: EntityPut[] = [
      { entity: 'ticket', row: ticket },
      { entity: 'timelineEntry', row: entry },
    ]
    await db().transaction(async (tx) => {
      await writeRows(tx, space, rows)
      await new FeedWriter(tx, space, 0).put(rows)
    })
    await db().transaction(async (tx) => {
      // The lower number is this one's, as when it has locked its console's line before it waits for the ticket.
      await tx.query('select pg_current_xact_id()')
      expect(await evictClosed(db(), space, hotMs + 2)).toBe(1)
      const reopened: EntityPut[] = [{ entity: 'ticket', row: { ...ticket, v: 2 } }]
      const feed = new FeedWriter(tx, space, 0)
      await writeRows(tx, space, reopened)
      await feed.put(reopened)
      await keepTimelineOfReopened(tx, space, feed, reopened)
    })
    const held = new Map<string, number>()
    for (const shape of ['hot', 'timeline'] as const) {
      const page = await readPage(db(), { spaceId: space, shape, cursor: null, consoleId: nobody }, 0)
      if (!page.ok) throw new Error(page.refusal)
      // As a console takes them: a newer version replaces, a leaving takes what is not newer.
      for (const { id, op, v } of (JSON.parse(page.value.json) as Page).changes) {
        const known = held.get(id) ?? 0
        if (op === 'put') held.set(id, Math.max(known, v))
        else if (known <= v) held.delete(id)
      }
    }
    expect(held).toEqual(
      new Map([
        ['closed-long-ago', 2],
        ['first-word', 2],
      ]),
    )
    const [kept] = await db().query<{ v: number; row: { v: number } }>(
      'select v, row from timeline_entries where space_id = $1',
      [space],
    )
    expect([kept?.v, kept?.row.v]).toEqual([2, 2])
  })

  describe('with many rows', () => {
    const space = spaceId.parse('large')
    beforeAll(async () => {
      await db().query(
        `insert into changes (space_id, shape, tx, k, entity, id, op, v, at, row)
         select $1, (array['ref', 'hot', 'timeline'])[1 + i % 3], i / 10, 1 + i % 10, 'queue', 'q' || i, 'put', 1, 0, '{}'
         from generate_series(1, 200000) i`,
        [space],
      )
      await db().query('analyze changes')
    }, 60_000)

    test('a page is an index scan that reads no more than the page', async () => {
      const plan = JSON.stringify(
        await db().query(`explain (analyze, buffers, format json) ${pageSql}`, [
          space,
          'hot',
          '100',
          3,
          '9223372036854775807',
          2_147_483_647,
          consoleId.parse('nobody'),
        ]),
      )
      expect(plan).toContain('"Index Name":"changes_pkey"')
      expect(plan).not.toMatch(
        /"Node Type":"(Seq Scan|Sort)","Parent Relationship":"[^"]*","Parallel Aware":[^}]*"Relation Name":"changes"/,
      )
      expect(plan).not.toContain('"Node Type":"Sort"')
      const scan = /"Index Name":"changes_pkey".*?"Actual Rows":(\d+)/.exec(plan)
      expect(Number(scan?.[1])).toBe(501)
    })
  })
})
