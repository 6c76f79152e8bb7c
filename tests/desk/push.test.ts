import { isDefinedError, safe } from '@orpc/client'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callId, ticketId, timelineEntryId, userId } from '#domain/ids.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'
import { wireVersion, wireVersionHeader } from '#wire/version.ts'
import { ids, ticketRow, wednesday } from './floor/company.ts'
import { numbered, openDesk, type Person, pullAll, type TestDesk } from './floor/desk.ts'
import { overBothEngines } from './floor/engines.ts'

const entry = () => timelineEntryId.parse(v7())
const create = (id: string, fields: Partial<Ticket> = {}) => ({
  kind: 'ticket.create' as const,
  ticket: ticketRow(id, fields),
  entryId: entry(),
})
const route = (id: string, to: typeof ids.network, expected: typeof ids.network) => ({
  kind: 'ticket.route' as const,
  ticketId: ticketId.parse(id),
  to: { queueId: to, assigneeId: null },
  expected: { queueId: expected, assigneeId: null },
  entryId: entry(),
})
const comment = (id: string, text: string) => ({
  kind: 'ticket.comment' as const,
  ticketId: ticketId.parse(id),
  entryId: entry(),
  text,
  internal: true,
  channel: 'phone' as const,
})

overBothEngines((db) => {
  let desk: TestDesk
  let anna: Person
  beforeAll(async () => {
    desk = await openDesk(db())
    anna = await desk.person()
  })
  afterAll(() => desk.close())
  const ticket = async (id: string) => {
    const [row] = await db().query<{ row: Ticket }>('select row from tickets where id = $1', [id])
    return row?.row ?? null
  }

  test('a new ticket gets a version, a number, its author and the times it is due by the contract', async () => {
    const id = v7()
    const forged = create(id, { number: '1', createdBy: userId.parse('somebody'), slaDue: 5 })
    const { outcomes, expected } = await anna.push(forged)
    expect(outcomes).toEqual([{ n: 1, key: outcomes[0]?.key, outcome: 'applied', notice: null }])
    expect(expected).toBe(2)
    expect(await ticket(id)).toMatchObject({
      v: 1,
      number: expect.stringMatching(/^\d+$/),
      createdBy: anna.user.id,
      // 10:00 in Moscow and one working hour; eight working hours end at 18:00 of the same day.
      responseDue: wednesday + 60 * 60_000,
      slaDue: wednesday + 8 * 60 * 60_000,
    })
  })

  test('numbers follow one another without a hole, refused tickets take none', async () => {
    const [one, two] = [v7(), v7()]
    await anna.push(create(one))
    const { outcomes } = await anna.push(create(v7(), { queueId: 'no-such-queue' as never }), create(two))
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['refused', 'applied'])
    const [first, second] = [await ticket(one), await ticket(two)]
    expect(Number(second?.number)).toBe(Number(first?.number) + 1)
  })

  test('a critical ticket without a contract is promised nothing; with one, priority sets the time', async () => {
    const [without, urgent] = [v7(), v7()]
    await anna.push(create(without, { contractId: null, priority: 'critical' }), create(urgent))
    await anna.push({
      kind: 'ticket.setPriority',
      ticketId: ticketId.parse(urgent),
      priority: 'high',
      expected: 'normal',
      entryId: entry(),
    })
    expect(await ticket(without)).toMatchObject({ slaDue: null, responseDue: null })
    expect(await ticket(urgent)).toMatchObject({ v: 2, slaDue: wednesday + 120 * 60_000 })
  })

  test('a list that was changed, even by hand, counts for the very next push', async () => {
    const [before, after] = [v7(), v7()]
    await anna.push(create(before))
    const change = (minutes: number) =>
      db().query(
        `update sla_policies set row = jsonb_set(row, '{targets,normal,responseMinutes}', to_jsonb($2::int)) where id = $1`,
        [ids.policy, minutes],
      )
    await change(30)
    await anna.push(create(after))
    await change(60)
    expect(await ticket(before)).toMatchObject({ responseDue: wednesday + 60 * 60_000 })
    expect(await ticket(after)).toMatchObject({ responseDue: wednesday + 30 * 60_000 })
  })

  test('the same push sent again, in parts or whole, has one effect and the same answers', async () => {
    const boris = await desk.person()
    const id = v7()
    const intents = [create(id), comment(id, 'раз'), comment(id, 'два')].map((intent, i) =>
      numbered(i + 1, intent),
    )
    const send = (some: typeof intents) =>
      boris.client.sync.push({ consoleId: boris.consoleId, intents: some })
    const first = await send(intents)
    expect(await send(intents)).toEqual(first)
    expect(await send(intents.slice(1))).toMatchObject({ outcomes: first.outcomes.slice(1), expected: 4 })
    const timeline = await db().query('select id from timeline_entries where ticket_id = $1', [id])
    expect(timeline).toHaveLength(3)
  })

  test('the same push on ten connections at once has one effect', async () => {
    const boris = await desk.person()
    const id = v7()
    const intents = [create(id), comment(id, 'раз')].map((intent, i) => numbered(i + 1, intent))
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => boris.client.sync.push({ consoleId: boris.consoleId, intents })),
    )
    for (const answer of answers)
      expect(answer.outcomes.every(({ outcome }) => outcome === 'applied')).toBe(true)
    expect(answers.some(({ outcomes }) => outcomes.length === 2)).toBe(true)
    expect(await db().query('select id from timeline_entries where ticket_id = $1', [id])).toHaveLength(2)
  })

  test('a gap in the numbers is answered with the number the desk waits for, and nothing is taken', async () => {
    const boris = await desk.person()
    const id = v7()
    const answer = await boris.client.sync.push({
      consoleId: boris.consoleId,
      intents: [numbered(3, create(id)), numbered(4, comment(id, 'x'))],
    })
    expect(answer).toEqual({ outcomes: [], expected: 1 })
    expect(await ticket(id)).toBeNull()
  })

  test('an intent the desk cannot read is refused alone and uses up its number', async () => {
    const boris = await desk.person()
    const id = v7()
    const { outcomes, expected } = await boris.push(
      { kind: 'ticket.explode' },
      { ...create(id), ticket: { subject: 5 } },
      null,
      comment(id, 'текст с \u0000 внутри'),
      comment(id, 'половина \ud800 пары'),
      create(id),
    )
    expect(outcomes.map((one) => (one.outcome === 'refused' ? one.refusal : one.outcome))).toEqual([
      { code: 'unknownKind', kind: 'ticket.explode' },
      { code: 'invalid', field: 'ticket.id' },
      { code: 'invalid', field: 'kind' },
      { code: 'invalid', field: 'text' },
      { code: 'invalid', field: 'text' },
      'applied',
    ])
    expect(expected).toBe(7)
  })

  test('a key that poisons prototypes does not stop the push', async () => {
    const boris = await desk.person()
    const id = v7()
    const body = JSON.stringify({ consoleId: boris.consoleId, intents: [numbered(1, create(id))] })
    const response = await fetch(`${desk.address}/sync/v1/push`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [wireVersionHeader]: String(wireVersion),
        authorization: `Bearer ${boris.access}`,
      },
      body: body.replace('"subject"', '"__proto__":{"admin":true},"subject"'),
    })
    expect(await response.json()).toMatchObject({ outcomes: [{ outcome: 'applied' }] })
    expect(await ticket(id)).not.toHaveProperty('admin')
  })

  test('of two who route one ticket the first stays and the second is told who and where', async () => {
    const boris = await desk.person()
    const id = v7()
    await anna.push(create(id))
    await boris.push(route(id, ids.printers, ids.network))
    const { outcomes } = await anna.push(route(id, null as never, ids.network))
    expect(outcomes[0]).toMatchObject({
      outcome: 'refused',
      refusal: {
        code: 'alreadyRouted',
        now: { queueId: ids.printers, assigneeId: null },
        by: boris.user.id,
        at: desk.clock(),
      },
    })
  })

  test('six people take one ticket at once: one has it, five are told who', async () => {
    const id = v7()
    await anna.push(create(id))
    const people = await Promise.all(Array.from({ length: 6 }, () => desk.person()))
    const answers = await Promise.all(
      people.map(({ push, user }) => {
        const take = route(id, ids.network, ids.network)
        return push({ ...take, to: { ...take.to, assigneeId: user.id } })
      }),
    )
    const winner = people.findIndex((_, i) => answers[i]?.outcomes[0]?.outcome === 'applied')
    const has = people[winner]?.user.id
    const told = answers.flatMap(({ outcomes: [one] }) => (one?.outcome === 'refused' ? [one.refusal] : []))
    expect(told).toHaveLength(5)
    for (const refusal of told) {
      expect(refusal).toMatchObject({ code: 'alreadyRouted', by: has, now: { assigneeId: has } })
    }
    expect(await ticket(id)).toMatchObject({ v: 2, assigneeId: has, status: 'assigned' })
  })

  test('the user is the token\u2019s, whatever a call record says', async () => {
    const id = callId.parse(v7())
    await anna.push({
      kind: 'call.rang',
      record: {
        id,
        v: 0,
        direction: 'in',
        userId: userId.parse('somebody-else'),
        pbxCallId: 'p',
        sipCallId: 's',
        callQueue: null,
        dialledNumber: null,
        numberRaw: '89161112233',
        number: '+79161112233',
        callerName: '',
        hidden: false,
        contactId: null,
        organisationId: null,
        ticketIds: [],
        ringAt: wednesday,
        answeredAt: null,
        endedAt: null,
        end: null,
        wrapUpCode: null,
        recording: 'unknown',
        consent: 'none',
      },
    })
    const [row] = await db().query<{ row: unknown }>('select row from call_records where id = $1', [id])
    expect(row?.row).toMatchObject({ userId: anna.user.id })
  })

  describe('an intent that breaks the desk\u2019s own code', () => {
    test('is asked for again four times, then put aside with its content, and the queue goes on', async () => {
      const boris = await desk.person()
      const id = v7()
      await boris.push(create(id))
      // A row no mutator expects: the contact's number list is gone.
      await db().query(`update tickets set row = row || '{"subject": 7}'::jsonb where id = $1`, [id])
      const intents = [numbered(2, comment(id, 'беда')), numbered(3, create(v7()))]
      const send = () => boris.client.sync.push({ consoleId: boris.consoleId, intents })
      for (let i = 0; i < 4; i++) {
        expect(await send()).toMatchObject({ outcomes: [{ n: 2, outcome: 'retry' }], expected: 2 })
      }
      expect(await send()).toMatchObject({
        outcomes: [
          { n: 2, outcome: 'refused', refusal: { code: 'quarantined' } },
          { n: 3, outcome: 'applied' },
        ],
        expected: 4,
      })
      const [kept] = await db().query<{ args: string }>('select args from intent_crashes where key = $1', [
        intents[0]?.key,
      ])
      expect(JSON.parse(kept?.args ?? '')).toMatchObject({ text: 'беда' })
      expect(desk.logged.join('')).not.toContain('беда')
    })
  })

  test('an author switched off is signed out, and what they push changes nothing', async () => {
    const boris = await desk.person()
    const id = v7()
    await db().query(`update users set row = row || '{"active": false}'::jsonb where id = $1`, [
      boris.user.id,
    ])
    const [error] = await safe(boris.push(create(id)))
    expect(isDefinedError(error) && error.code).toBe('SIGNED_OUT')
    expect(await ticket(id)).toBeNull()
  })

  test('what was pushed is in the feed once, and the console is told how far its numbers have come', async () => {
    const boris = await desk.person()
    const start = await pullAll(boris, 'hot')
    const id = v7()
    await boris.push(create(id), comment(id, 'x'), { kind: 'nonsense' })
    const news = await pullAll(boris, 'hot', start.cursor)
    expect(news.changes.map(({ e, id: row, op, v }) => ({ e, row, op, v }))).toEqual([
      { e: 'ticket', row: id, op: 'put', v: 1 },
      { e: 'ticket', row: id, op: 'put', v: 2 },
    ])
    expect(news.changes[1]?.row).toEqual(await ticket(id))
    expect(news.lastN).toBe(3)
  })
})
