import { once } from 'node:events'
import { safe } from '@orpc/client'
import { traverseContractProcedures } from '@orpc/server'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mainSpace } from '#desk/session/spaces.ts'
import { timelineEntryId } from '#domain/ids.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'
import type { Presence } from '#wire/board.ts'
import { wire } from '#wire/contract.ts'
import { oldestServed, wireVersion, wireVersionHeader } from '#wire/version.ts'
import { ids, ticketRow, wednesday } from './floor/company.ts'
import { openDesk, type TestDesk } from './floor/desk.ts'
import { overBothEngines } from './floor/engines.ts'
import { eventually } from './floor/events.ts'
import { listen } from './floor/listen.ts'

const minute = 60_000
const create = (fields: Partial<Ticket> = {}) => ({
  kind: 'ticket.create',
  ticket: ticketRow(v7(), fields),
  entryId: timelineEntryId.parse(v7()),
})

async function nextOf<Value>(values: AsyncIterator<Value, unknown, void>): Promise<Value> {
  const { done, value } = await values.next()
  if (done) throw new Error('it ended')
  return value
}

overBothEngines((db) => {
  let desk: TestDesk
  beforeAll(async () => {
    desk = await openDesk(db())
  })
  afterAll(() => desk.close())

  describe('the board', () => {
    test('is for supervisors and admins', async () => {
      for (const [role, allowed] of [
        ['dispatcher', false],
        ['supervisor', true],
        ['admin', true],
      ] as const) {
        const { client } = await desk.person(role)
        const stop = new AbortController()
        const [error, boards] = await safe(client.board.watch(undefined, { signal: stop.signal }))
        expect(error).toEqual(allowed ? null : expect.objectContaining({ code: 'FORBIDDEN' }))
        await boards?.return?.()
        stop.abort()
      }
    })

    test('counts open and late tickets of each queue and names the one due next', async () => {
      const anna = await desk.person()
      const boss = await desk.person('supervisor')
      const before = wednesday - 3 * 24 * 60 * minute
      await anna.push(
        create({ queueId: ids.printers, createdAt: before }),
        create({ queueId: ids.printers, subject: 'Скоро' }),
        create({ queueId: ids.printers, priority: 'high', subject: 'Раньше всех' }),
        create({ queueId: ids.printers, status: 'resolved' }),
      )
      const boards = await boss.client.board.watch()
      const board = await nextOf(boards)
      expect(board.queues.find(({ queueId }) => queueId === ids.printers)).toMatchObject({
        name: 'Принтеры',
        open: 3,
        breached: 1,
        nearestDue: { subject: 'Раньше всех', due: wednesday + 120 * minute },
      })
      expect(board.callQueues).toBeNull()
      await boards.return?.()
    })

    test('shows a dispatcher as they say, and as offline once they fall silent', async () => {
      const anna = await desk.person()
      const boss = await desk.person('supervisor')
      const boards = await boss.client.board.watch()
      await boards.next()
      const state: Presence = {
        state: 'busy',
        reason: null,
        since: desk.clock(),
        ...{ doNotDisturb: false, wrapUpUntil: null, queuePause: null },
        line: 'ready',
        call: { direction: 'in', since: desk.clock(), organisation: 'ООО Ромашка' },
      }
      await anna.client.board.present(state)
      const seen = async () => {
        const { dispatchers } = await nextOf(boards)
        return dispatchers.find(({ userId }) => userId === anna.user.id)
      }
      expect(await seen()).toMatchObject({ presence: state, heardAt: desk.clock() })
      desk.clock.pass(15_001)
      expect(await seen()).toMatchObject({ presence: { state: 'offline', call: null } })
      await boards.return?.()
    })

    test('shows a new ticket within seconds', async () => {
      const anna = await desk.person()
      const boss = await desk.person('supervisor')
      const boards = await boss.client.board.watch()
      const open = async () => {
        const { queues } = await nextOf(boards)
        return queues.find(({ queueId }) => queueId === ids.network)?.open ?? 0
      }
      const before = await open()
      await anna.push(create())
      await eventually(async () => (await open()) === before + 1)
      await boards.return?.()
    })
  })

  test('old tickets are found by number and by words', async () => {
    const anna = await desk.person()
    const ticket = create({ subject: 'Протекает кофемашина', provisionalNumber: 'N7-0042' })
    await anna.push(ticket)
    for (const text of ['кофемаш', 'n7-0042', 'N7-0042']) {
      const { tickets } = await anna.client.tickets.search({ text, limit: 10 })
      expect(tickets.map(({ id }) => id)).toEqual([ticket.ticket.id])
    }
  })

  describe('the door', () => {
    const headers = (access: string) => ({
      'pult-wire': String(wireVersion),
      authorization: `Bearer ${access}`,
    })

    test('a console older than the floor, or of no version, is told to update', async () => {
      for (const version of ['0', '-1', 'x', '']) {
        const [error] = await safe(
          desk
            .client(() => null, version)
            .session.signIn({ login: 'x', password: 'y', consoleId: v7() as never }),
        )
        expect(error).toMatchObject({ code: 'CONSOLE_TOO_OLD', status: 426, data: { oldestServed } })
      }
      const feed = await fetch(`${desk.address}/sync/v1/feed/ref?consoleId=x`)
      expect(feed.status).toBe(426)
    })

    test('nothing but health and the document is answered without a token', async () => {
      for (const [method, url, body] of [
        ['GET', '/sync/v1/feed/ref?consoleId=x'],
        ['GET', '/sync/v1/stream/ref?consoleId=x'],
        ['GET', '/session/v1/hello?consoleId=x'],
        ['GET', '/tickets/v1/search?text=xx'],
        ['GET', '/board/v1/watch'],
        ['POST', '/board/v1/presence', '{"state":"busy","reason":null,"since":0,"line":"off","call":null}'],
        ['POST', '/sync/v1/push', '{"consoleId":"x","intents":[{"n":1,"key":"k","madeAt":0,"intent":{}}]}'],
      ] as const) {
        const response = await fetch(desk.address + url, {
          method,
          body,
          headers: {
            'pult-wire': String(wireVersion),
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
        })
        expect([url, response.status]).toEqual([url, 401])
        expect(await response.json()).toMatchObject({ code: 'SIGNED_OUT' })
      }
    })

    test.each([
      ['not JSON', '{"a":', 'application/json', 400],
      ['another kind of content', 'x', 'text/html', 415],
      ['too large', `{"consoleId":"${'x'.repeat(1_100_000)}"}`, 'application/json', 413],
      ['not a push', '{"consoleId":5}', 'application/json', 400],
    ])('a request that is %s is refused and not repeated back', async (_what, body, type, status) => {
      const { access } = await desk.person()
      const response = await fetch(`${desk.address}/sync/v1/push`, {
        method: 'POST',
        body,
        headers: { ...headers(access), 'content-type': type },
      })
      expect(response.status).toBe(status)
      const text = await response.text()
      expect(text.length).toBeLessThan(2_000)
      expect(JSON.parse(text)).toMatchObject({ defined: false, status })
    })

    test('every answer carries the headers of a program that serves no pages', async () => {
      const response = await fetch(`${desk.address}/nothing/here`)
      expect(response.status).toBe(404)
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      })
    })
  })

  test('the OpenAPI document names every procedure of the contract', async () => {
    const document = (await (await fetch(`${desk.address}/openapi.json`)).json()) as {
      openapi: string
      paths: Record<string, Record<string, { responses: Record<string, unknown> }>>
    }
    expect(document.openapi).toMatch(/^3\.1/)
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    )
    const named: string[] = []
    traverseContractProcedures({ router: wire, path: [] }, ({ contract }) => {
      const { method, path } = contract['~orpc'].route
      named.push(`${method?.toLowerCase()} ${path}`)
    })
    expect(routes.sort()).toEqual(named.sort())
    expect(routes).toEqual(expect.arrayContaining(['get /sync/v1/snapshot/{shape}', 'post /sync/v1/push']))
    expect(Object.keys(document.paths['/sync/v1/feed/{shape}']?.get?.responses ?? {})).toEqual(
      expect.arrayContaining(['200', '401', '410', '426', '503']),
    )
  })

  test('health and figures are there for machines', async () => {
    const anna = await desk.person()
    await anna.push(create())
    const get = async (path: string) => await (await fetch(desk.address + path)).text()
    expect(JSON.parse(await get('/health/live'))).toEqual({ status: 'live' })
    expect(JSON.parse(await get('/health/ready'))).toEqual({ status: 'ready', feed: 'flows' })
    const metrics = await get('/metrics')
    expect(metrics).toMatch(/^pult_http_requests_total\{route="\/health\/live",status="200"\} \d+$/m)
    expect(metrics).toMatch(/^pult_intents_total\{outcome="applied"\} \d+$/m)
    expect(metrics).toMatch(/^pult_feed_watermark_age_seconds 0$/m)
    expect(metrics).toMatch(/^pult_push_seconds_bucket\{le="\+Inf"\} [1-9]\d*$/m)
    expect(metrics).toMatch(/^pult_intents_quarantined 0$/m)
    expect(metrics).toMatch(/^pult_consoles_connected \d+$/m)
    for (const line of metrics.trimEnd().split('\n')) {
      expect(line).toMatch(
        /^(# (HELP|TYPE) pult_\w+ .+|pult_\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [\d.e+-]+)$/,
      )
    }
  })

  test('the log tells what happened and nothing of whom', async () => {
    const anna = await desk.person('supervisor')
    const secret = 'Кодовое слово Гагарин'
    const stream = await listen(anna, 'hot')
    await anna.push(create({ subject: secret, description: '+79165554433' }), { kind: secret })
    await anna.client.tickets.search({ text: secret, limit: 5 })
    await safe(
      desk
        .client()
        .session.signIn({ login: anna.user.login, password: `${secret}!`, consoleId: anna.consoleId }),
    )
    await fetch(`${desk.address}/${encodeURIComponent(secret)}?q=${encodeURIComponent(secret)}`)
    await fetch(`${desk.address}/sync/v1/push`, {
      method: 'POST',
      body: `{"${secret}`,
      headers: { 'content-type': 'application/json', [wireVersionHeader]: String(wireVersion) },
    })
    // A surprise inside the database, whose message quotes what it choked on.
    await db().query('alter table presence rename to presence_away')
    await safe(
      anna.client.board.present({ state: 'away', reason: secret, since: 0, line: 'off', call: null }),
    )
    await db().query('alter table presence_away rename to presence')
    stream.close()
    const log = desk.logged.join('')
    expect(log).toContain('"route":"/tickets/v1/search"')
    expect(log).toContain('"state":"42P01"')
    for (const line of desk.logged) expect(() => JSON.parse(line)).not.toThrow()
    for (const private_ of [
      secret,
      'Гагарин',
      encodeURIComponent('Гагарин'),
      '9165554433',
      anna.user.name,
      anna.user.login,
      anna.access,
      anna.refresh,
      'remoteAddress',
      process.cwd(),
      'Ромашка',
    ]) {
      expect(log).not.toContain(private_)
    }
  })

  test('going away, the desk ends its streams in order, finishes what it took, and closes', async () => {
    const other = await openDesk(db())
    const anna = await other.person()
    const stream = await listen(anna, 'hot')
    await stream.until(({ lastN }) => lastN === 0)
    // The push is inside the desk and waits for a row somebody holds when the desk is told to go.
    const { promise: letGo, resolve: release } = Promise.withResolvers<void>()
    const { promise: isHeld, resolve: held } = Promise.withResolvers<void>()
    const holder = db().transaction(async (tx) => {
      await tx.query('select from consoles where console_id = $1 for update', [anna.consoleId])
      held()
      await letGo
    })
    await isHeld
    const arrived = once(other.app.server, 'request')
    const pushes = anna.push(create(), create())
    await arrived
    const closed = other.app.close()
    release()
    await Promise.all([holder, closed])
    const { outcomes } = await pushes
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['applied', 'applied'])
    let page = await stream.next()
    while (page !== null) page = await stream.next()
    const [row] = await db().query<{ last_n: number }>(
      'select last_n from consoles where space_id = $1 and console_id = $2',
      [mainSpace, anna.consoleId],
    )
    expect(row?.last_n).toBe(2)
  })
})
