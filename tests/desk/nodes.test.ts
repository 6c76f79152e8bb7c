import { isDefinedError, safe } from '@orpc/client'
import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { openDatabase } from '#desk/db/open-database.ts'
import { presence } from '#wire/board.ts'
import type { Page } from '#wire/feed.ts'
import { wireVersion, wireVersionHeader } from '#wire/version.ts'
import { ticketRow } from './floor/company.ts'
import { numbered, openDesk, password, pullAll, type TestDesk } from './floor/desk.ts'
import { overPostgres } from './floor/engines.ts'
import { eventually } from './floor/events.ts'
import { listen } from './floor/listen.ts'

overPostgres((db, url) => {
  /** Two nodes of one desk, as behind a balancer; each with connections of its own. */
  async function twoNodes(work: (a: TestDesk, b: TestDesk) => Promise<void>): Promise<void> {
    const second = await openDatabase({ url: url(), poolMax: 6 })
    const [a, b] = [await openDesk(db()), await openDesk(second)]
    try {
      await work(a, b)
    } finally {
      await a.close()
      await b.close()
      await second.close()
    }
  }
  const create = (id: string) => ({ kind: 'ticket.create', ticket: ticketRow(id), entryId: v7() })

  test('a console goes from one to the other with every request: session, numbers, cursor and news hold', async () => {
    await twoNodes(async (a, b) => {
      const anna = await a.person()
      const atB = b.client(() => anna.access)
      const [one, two] = [v7(), v7()]
      await anna.push(create(one))
      const { consoleId } = anna
      expect(await atB.sync.push({ consoleId, intents: [numbered(2, create(two))] })).toMatchObject({
        expected: 3,
      })
      expect((await atB.session.hello({ consoleId })).lastN).toBe(2)
      const first = await pullAll({ client: atB, consoleId }, 'hot')
      const stream = await listen(anna, 'hot', first.cursor)
      const three = v7()
      await atB.sync.push({ consoleId, intents: [numbered(3, create(three))] })
      const page: Page = await stream.until(({ changes }) => changes.some(({ id }) => id === three))
      expect(page.from).not.toBeNull()
      stream.close()
      const { tokens } = await b.client().session.refresh({ refresh: anna.refresh, consoleId })
      expect(await a.client(() => tokens.access).session.hello({ consoleId })).toMatchObject({
        user: anna.user,
      })
    })
  })

  test('who is there is on the board of both', async () => {
    await twoNodes(async (a, b) => {
      const [anna, boss] = [await a.person(), await b.person('supervisor')]
      const stop = new AbortController()
      const boards = await boss.client.board.watch(undefined, { signal: stop.signal })
      const state = presence.parse({
        state: 'busy',
        reason: null,
        since: a.clock(),
        doNotDisturb: false,
        wrapUpUntil: null,
        queuePause: null,
        line: 'ready',
        call: null,
      })
      await anna.client.board.present(state)
      for await (const board of boards) {
        const line = board.dispatchers.find(({ userId }) => userId === anna.user.id)
        if (line?.presence?.state === 'busy') break
      }
      stop.abort()
    })
  }, 20_000)

  test('wrong passwords are counted together', async () => {
    await twoNodes(async (a, b) => {
      const { user } = await a.person()
      const guess = (node: TestDesk, word: string) =>
        safe(node.client().session.signIn({ login: user.login, password: word, consoleId: 'guess' as never }))
      for (let i = 0; i < 6; i++) await guess(i % 2 === 0 ? a : b, 'wrong')
      for (const node of [a, b]) {
        const { error } = await guess(node, password)
        expect(isDefinedError(error) && error.code).toBe('TOO_MANY_TRIES')
      }
    })
  })

  test('what only one node may do at a time, the other leaves until it is done or dead', async () => {
    const second = await openDatabase({ url: url(), poolMax: 2 })
    const alone = (node: typeof second, work: () => Promise<string>) => node.alone?.(42, work)
    const inside = await alone(db(), async () => {
      expect(await alone(second, async () => 'second')).toBeNull()
      return 'first'
    })
    expect(inside).toBe('first')
    expect(await alone(second, async () => 'second')).toBe('second')
    const died = alone(second, () => Promise.reject(new Error('the job failed')))
    await expect(died).rejects.toThrow('the job failed')
    expect(await alone(db(), async () => 'first again')).toBe('first again')
    await second.close()
  })

  test('one that goes away ends its streams with a hint, finishes its pushes, and its consoles go on at the other', async () => {
    const second = await openDatabase({ url: url(), poolMax: 6 })
    const [a, b] = [await openDesk(db()), await openDesk(second)]
    const anna = await b.person()
    const { cursor } = await pullAll(anna, 'hot')
    const response = await fetch(
      `${b.address}/sync/v1/stream/hot?cursor=${cursor}&consoleId=${anna.consoleId}`,
      {
        headers: { authorization: `Bearer ${anna.access}`, [wireVersionHeader]: String(wireVersion) },
      },
    )
    const said = response.text()
    const ids = Array.from({ length: 20 }, () => v7())
    const pushing = anna.push(...ids.map(create))
    // Under way once its first change is there.
    await eventually(async () => {
      const [row] = await db().query('select id from tickets where id = $1', [ids[0]])
      return row !== undefined
    })
    await b.close()
    expect((await pushing).outcomes).toHaveLength(20)
    expect(await said).toMatch(/event: done\nretry: \d+\n/)
    const atA = a.client(() => anna.access)
    const { changes } = await pullAll({ client: atA, consoleId: anna.consoleId }, 'hot', cursor)
    expect(changes.map(({ id }) => id)).toEqual(ids)
    await a.close()
    await second.close()
  })
})
