import { randomUUID } from 'node:crypto'
import { isDefinedError, safe } from '@orpc/client'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sql } from '#desk/db/db.ts'
import { beginNewEpoch } from '#desk/db/epoch.ts'
import { FeedWriter } from '#desk/feed/feed-writer.ts'
import { compactFeed, dropTombstones, supersededMs, tombstoneMs } from '#desk/jobs/compact-feed.ts'
import { evictClosed, hotMs } from '#desk/jobs/evict-closed.ts'
import { mainSpace } from '#desk/session/spaces.ts'
import type { Queue } from '#domain/directory/staff.ts'
import { queueId, teamId, ticketId, timelineEntryId } from '#domain/ids.ts'
import { pageBytesMax } from '#wire/feed.ts'
import { wireVersion, wireVersionHeader } from '#wire/version.ts'
import { ids, ticketRow } from './floor/company.ts'
import { openDesk, type Person, pullAll, type TestDesk } from './floor/desk.ts'
import { overBothEngines } from './floor/engines.ts'
import { listen } from './floor/listen.ts'

overBothEngines((db) => {
  let desk: TestDesk
  let anna: Person
  beforeAll(async () => {
    desk = await openDesk(db())
    anna = await desk.person()
  })
  afterAll(() => desk.close())

  const create = (id = v7()) => ({
    kind: 'ticket.create',
    ticket: ticketRow(id),
    entryId: timelineEntryId.parse(v7()),
  })
  const write = (count: number, name = 'queue', pad = '') =>
    db().transaction(async (tx) => {
      const rows = Array.from({ length: count }, (_, i): Queue => {
        return {
          id: queueId.parse(`${name}-${i}`),
          v: 1,
          name: `${name}${pad}`.slice(0, 200),
          teamId: null,
          position: i,
        }
      })
      await new FeedWriter(tx, mainSpace, desk.clock()).put(rows.map((row) => ({ entity: 'queue', row })))
    })
  const resetOf = async (asked: Promise<unknown>) => {
    const [error] = await safe(asked)
    return isDefinedError(error) ? (error as { code: string; data: unknown }) : error
  }

  describe('pages', () => {
    test('the beginning gives every live row, the end a cursor from which only news come', async () => {
      const all = await pullAll(anna, 'ref')
      expect(all.pages[0]?.from).toBeNull()
      expect(all.changes.filter(({ e }) => e === 'organisation')).toMatchObject([
        { id: ids.organisation, op: 'put' },
      ])
      const again = await anna.client.sync.feed({
        shape: 'ref',
        cursor: all.cursor,
        consoleId: anna.consoleId,
      })
      expect(again).toMatchObject({ from: all.cursor, to: all.cursor, more: false, changes: [] })
    })

    test('a transaction larger than a page is cut inside it and nothing of it is lost', async () => {
      const { cursor } = await pullAll(anna, 'ref')
      await write(1_203, 'big')
      const news = await pullAll(anna, 'ref', cursor)
      expect(news.pages.map(({ changes }) => changes.length)).toEqual([500, 500, 203])
      expect(new Set(news.changes.map(({ id }) => id)).size).toBe(1_203)
      for (const [i, page] of news.pages.entries()) expect(page.from).toBe(news.pages[i - 1]?.to ?? cursor)
    })

    test('a page holds no more than 256 KB', async () => {
      const { cursor } = await pullAll(anna, 'hot')
      const fat = ticketRow('fat', { description: 'ы'.repeat(20_000), number: null, v: 1 })
      await db().transaction((tx) =>
        new FeedWriter(tx, mainSpace, desk.clock()).put(
          Array.from({ length: 20 }, (_, i) => ({
            entity: 'ticket',
            row: { ...fat, id: ticketId.parse(`fat-${i}`) },
          })),
        ),
      )
      const news = await pullAll(anna, 'hot', cursor)
      expect(news.changes).toHaveLength(20)
      expect(news.pages.length).toBeGreaterThan(3)
      for (const page of news.pages) {
        expect(Buffer.byteLength(JSON.stringify(page.changes))).toBeLessThanOrEqual(pageBytesMax + 2)
      }
    })

    test('transaction ids are ordered as numbers: 999 comes before 1000', async () => {
      const space = 'digits'
      const ordered = [9, 10, 99, 100, 999, 1000]
      for (const tx of [1000, 9, 999, 10, 100, 99]) {
        await db().query(
          `insert into changes (space_id, shape, tx, k, entity, id, op, v, at) values ($1, 'ref', $2, 1, 'queue', $3, 'del', 1, 0)`,
          [space, tx, `q-${tx}`],
        )
      }
      const rows = await db().query<{ tx: number }>(
        `select tx from changes where space_id = $1 and (tx, k) > (9::bigint, 0) and tx < 1001::bigint order by tx, k`,
        [space],
      )
      expect(rows.map(({ tx }) => tx)).toEqual(ordered)
    })
  })

  describe('a cursor that cannot be served', () => {
    test('of another history is told to begin again', async () => {
      const { cursor } = await pullAll(anna, 'ref')
      const foreign = `${randomUUID()}${cursor.slice(36)}`
      for (const ask of [anna.client.sync.feed, anna.client.sync.stream]) {
        expect(
          await resetOf(ask({ shape: 'ref', cursor: foreign, consoleId: anna.consoleId })),
        ).toMatchObject({
          code: 'RESET',
          status: 410,
          data: { reason: 'epoch' },
        })
      }
    })

    test('ahead of all that ever happened here is told to begin again, however large it is', async () => {
      const { cursor } = await pullAll(anna, 'ref')
      const [epoch] = cursor.split('.')
      for (const tx of ['9223372036854775807', '99999999999999999999']) {
        const asked = anna.client.sync.feed({
          shape: 'ref',
          cursor: `${epoch}.${tx}.9999999999`,
          consoleId: anna.consoleId,
        })
        expect(await resetOf(asked)).toMatchObject({ code: 'RESET', data: { reason: 'epoch' } })
      }
    })

    test('that is no cursor at all is refused before it reaches the database', async () => {
      const response = await fetch(`${desk.address}/sync/v1/feed/ref?consoleId=x&cursor=1%27;drop`, {
        headers: { [wireVersionHeader]: String(wireVersion), authorization: `Bearer ${anna.access}` },
      })
      expect(response.status).toBe(400)
    })

    test('from before deletions that are forgotten begins again; a fresh one and a quiet one do not', async () => {
      const boris = await desk.person()
      const old = await pullAll(boris, 'timeline')
      await db().transaction((tx) =>
        new FeedWriter(tx, mainSpace, desk.clock() - tombstoneMs - 1).drop('del', [
          { entity: 'timelineEntry', id: 'gone', v: 2 },
        ]),
      )
      const informed = await pullAll(boris, 'timeline', old.cursor)
      expect(informed.changes).toMatchObject([{ id: 'gone', op: 'del', row: null }])
      // Nothing is forgotten that the compaction has not walked: the row itself could still be in the feed.
      expect(await dropTombstones(db(), mainSpace, 'timeline', desk.clock())).toBe(0)
      await compactFeed(db(), mainSpace, 'timeline', desk.clock())
      expect(await dropTombstones(db(), mainSpace, 'timeline', desk.clock())).toBe(1)
      const ask = (cursor?: string) =>
        boris.client.sync.feed({ shape: 'timeline', cursor, consoleId: boris.consoleId })
      expect(await resetOf(ask(old.cursor))).toMatchObject({ code: 'RESET', data: { reason: 'gc' } })
      await expect(ask(informed.cursor)).resolves.toMatchObject({ changes: [] })
      // A console that begins now stands at older rows than the horizon, and is still served.
      const fresh = await pullAll(boris, 'timeline')
      await expect(ask(fresh.cursor)).resolves.toMatchObject({ changes: [] })
    })
  })

  describe('housekeeping', () => {
    test('keeps the latest change of every row and drops older ones after a day', async () => {
      await write(3, 'kept')
      await write(3, 'kept')
      const before = await pullAll(anna, 'ref')
      const times = (changes: typeof before.changes) =>
        changes.filter(({ id }) => id.startsWith('kept-')).length
      expect(times(before.changes)).toBe(6)
      expect(await compactFeed(db(), mainSpace, 'ref', desk.clock() + 1_000)).toBe(0)
      await compactFeed(db(), mainSpace, 'ref', desk.clock() + supersededMs + 1_000)
      const after = await pullAll(anna, 'ref')
      expect(times(after.changes)).toBe(3)
      expect(new Set(after.changes.map(({ id }) => id))).toEqual(new Set(before.changes.map(({ id }) => id)))
    })

    test('keeps the newest version where its writer had the lower transaction number', async () => {
      // Where transactions run one at a time they cannot cross.
      if (db().kind !== 'postgres') return
      const put = (tx: Sql, v: number) =>
        new FeedWriter(tx, mainSpace, desk.clock()).put([
          { entity: 'team', row: { id: teamId.parse('crossed'), v, name: 'Команда' } },
        ])
      const [numbered, written] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      // It got its number first and then waited for the row.
      const later = db().transaction(async (tx) => {
        await tx.query('select pg_current_xact_id()')
        numbered.resolve()
        await written.promise
        await put(tx, 2)
      })
      await numbered.promise
      await db().transaction((tx) => put(tx, 1))
      written.resolve()
      await later
      await compactFeed(db(), mainSpace, 'ref', desk.clock() + supersededMs + 1_000)
      const { changes } = await pullAll(anna, 'ref')
      expect(changes.filter(({ id }) => id === 'crossed').map(({ v }) => v)).toContain(2)
    })

    test('evicts tickets closed long ago, and a change brings one back with its conversation', async () => {
      const boris = await desk.person()
      const id = v7()
      const say = (text: string) => ({
        kind: 'ticket.comment',
        ticketId: id,
        entryId: v7(),
        text,
        internal: false,
        channel: 'phone',
      })
      await boris.push(create(id), say('первое'), {
        kind: 'ticket.setStatus',
        ticketId: id,
        status: 'cancelled',
        expected: 'new',
        entryId: v7(),
      })
      const hot = await pullAll(boris, 'hot')
      const timeline = await pullAll(boris, 'timeline')
      expect(await evictClosed(db(), mainSpace, desk.clock() + hotMs + 1)).toBe(1)
      const gone = await pullAll(boris, 'hot', hot.cursor)
      expect(gone.changes).toMatchObject([{ e: 'ticket', id, op: 'evict', row: null }])
      const silent = await pullAll(boris, 'timeline', timeline.cursor)
      expect(silent.changes.map(({ op }) => op)).toEqual(['evict', 'evict', 'evict'])
      await boris.push(say('второе'))
      expect((await pullAll(boris, 'hot', gone.cursor)).changes).toMatchObject([{ id, op: 'put' }])
      const back = await pullAll(boris, 'timeline', silent.cursor)
      const versions = back.changes.filter(({ op }) => op === 'put').map(({ v }) => v)
      // The new word, and the three that were there, under newer versions than they left with.
      expect(versions.toSorted()).toEqual([1, 2, 2, 2])
    })
  })

  describe('a stream', () => {
    test('brings what was missed, then each change as it happens, in one chain of cursors', async () => {
      const boris = await desk.person()
      const { cursor } = await pullAll(boris, 'hot')
      const missed = create()
      await anna.push(missed)
      const stream = await listen(boris, 'hot', cursor)
      await stream.until(({ changes }) => changes.some(({ id }) => id === missed.ticket.id))
      const live = create()
      await anna.push(live)
      await stream.until(({ changes }) => changes.some(({ id }) => id === live.ticket.id))
      let at: string | null = cursor
      for (const page of stream.seen) {
        expect(page.from).toBe(at)
        at = page.to
      }
      // The cursor it came to is good for the plain feed too.
      expect((await pullAll(boris, 'hot', at ?? '')).changes).toEqual([])
      stream.close()
    })

    test('from the very beginning gives everything', async () => {
      const boris = await desk.person()
      const stream = await listen(boris, 'ref')
      await stream.until(({ more, lastN }) => !more && lastN !== null)
      const all = await pullAll(boris, 'ref')
      expect(stream.seen.flatMap(({ changes }) => changes)).toEqual(all.changes)
      stream.close()
    })

    test('tells a console that its own numbers have come, after the rows they made and not to others', async () => {
      const boris = await desk.person()
      const mine = await listen(boris, 'hot')
      const theirs = await listen(anna, 'hot')
      await mine.until(({ lastN }) => lastN === 0)
      await theirs.until(({ lastN }) => lastN !== null)
      const ticket = create()
      await boris.push(ticket, { kind: 'nonsense' })
      await mine.until(({ lastN }) => lastN === 2)
      const ofTicket = mine.seen.findIndex(({ changes }) => changes.some(({ id }) => id === ticket.ticket.id))
      expect(ofTicket).toBeGreaterThan(0)
      expect(ofTicket).toBeLessThan(mine.seen.findIndex(({ lastN }) => lastN === 2))
      const heard = await theirs.until(({ changes }) => changes.some(({ id }) => id === ticket.ticket.id))
      expect(heard.lastN).toBeNull()
      mine.close()
      theirs.close()
    })

    test('carries the same bytes for every console, the cursor as the event\u2019s id', async () => {
      const raw = async (person: Person) => {
        const { cursor } = await pullAll(person, 'hot')
        const stop = new AbortController()
        const response = await fetch(
          `${desk.address}/sync/v1/stream/hot?consoleId=${person.consoleId}&cursor=${cursor}`,
          {
            headers: { [wireVersionHeader]: String(wireVersion), authorization: `Bearer ${person.access}` },
            signal: stop.signal,
          },
        )
        expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
        const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
        return { reader, stop }
      }
      const listeners = await Promise.all([raw(anna), raw(await desk.person())])
      const first = await Promise.all(listeners.map(({ reader }) => reader.read()))
      for (const { value } of first)
        expect(value).toMatch(/^event: message\nid: [\w.-]+\ndata: \{.*"lastN":\d+\}\n\n$/)
      const third = await desk.person()
      const ticket = create()
      await third.push(ticket)
      const [one, other] = await Promise.all(listeners.map(({ reader }) => reader.read()))
      expect(one?.value).toContain(ticket.ticket.id)
      expect(one?.value).toBe(other?.value)
      for (const { stop } of listeners) stop.abort()
    })

    test('ends with the token it was opened with', async () => {
      const boris = await desk.person()
      desk.clock.pass(10 * 60_000 - 1_000)
      const stream = await listen(boris, 'ref')
      const [error] = await safe(stream.until(() => false))
      expect(error).toMatchObject({ code: 'SIGNED_OUT', status: 401 })
      anna = await desk.person()
    })

    test('ends at once for a user who was switched off', async () => {
      const boris = await desk.person()
      const stream = await listen(boris, 'hot')
      await stream.until(({ lastN }) => lastN !== null)
      const off = { ...boris.user, active: false, v: 2 }
      await db().transaction(async (tx) => {
        await tx.query('update users set v = 2, row = $2::jsonb where id = $1', [off.id, JSON.stringify(off)])
        await new FeedWriter(tx, mainSpace, desk.clock()).put([{ entity: 'user', row: off }])
      })
      const [error] = await safe(stream.until(() => false))
      expect(error).toMatchObject({ code: 'SIGNED_OUT', status: 401 })
    })
  })

  test('a long poll answers as soon as there is news', async () => {
    const boris = await desk.person()
    const { cursor } = await pullAll(boris, 'hot')
    const asked = boris.client.sync.feed({ shape: 'hot', cursor, waitS: 20, consoleId: boris.consoleId })
    const ticket = create()
    await anna.push(ticket)
    expect((await asked).changes.some(({ id }) => id === ticket.ticket.id)).toBe(true)
  })

  test('a new epoch sends everybody back to the beginning, those who listen too', async () => {
    const stream = await listen(anna, 'ref')
    await stream.until(({ lastN }) => lastN !== null)
    await beginNewEpoch(db())
    await anna.push(create())
    const [error] = await safe(stream.until(() => false))
    expect(error).toMatchObject({ code: 'RESET', data: { reason: 'epoch' } })
  })
})
