import { ORPCError } from '@orpc/client'
import { describe, expect, test, vi } from 'vitest'
import { DeskUnreachable } from '#core/desk-link.ts'
import type { EntityPut } from '#domain/entities.ts'
import { intent as intentSchema } from '#domain/intent/intent.ts'
import { ids, ticketRow } from '#tests/desk/floor/company.ts'
import { pushBytesMax } from '#wire/push.ts'
import { FakeDesk } from '../support/fake-desk.ts'
import { fakeSignIn, signInAtFake } from '../support/fake-seat.ts'
import { draftForRomashka } from '../support/seated.ts'
import { isLive, isSettled, type Workplace } from '../support/workplace.ts'

const ticketPut = (id: string, v: number, fields = {}): EntityPut => ({
  entity: 'ticket',
  row: { ...ticketRow(id, fields), v },
})

async function signedIn(desk = new FakeDesk()): Promise<Workplace & { desk: FakeDesk }> {
  desk.publish('hot', [ticketPut('t-1', 1, { queueId: ids.printers })])
  const place = await signInAtFake({ desk })
  await desk.listenedTo()
  return place
}

/** Resolves when the window is told that this ticket is different now. */
function changed({ core }: Workplace, id: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = core.work.ticketsChanged.on(({ ids: told, all }) => {
      if (!all && !told.includes(id as never)) return
      stop()
      resolve()
    })
  })
}

test('news come by the stream and are told to the window', async () => {
  const anna = await signedIn()
  const told = changed(anna, 't-1')
  anna.desk.publish('hot', [ticketPut('t-1', 2, { subject: 'Другое' })])
  await told
  const { row } = await anna.window.tickets.get({ ticketId: 't-1' as never })
  expect(row.ticket.subject).toBe('Другое')
})

test('a page that begins elsewhere is dropped and the stretch is pulled again', async () => {
  const anna = await signedIn()
  const asked = anna.desk.next('feed')
  const cursor = '00000000-0000-0000-0000-000000000000.77.0'
  anna.desk.say('hot', {
    from: cursor,
    to: `${cursor}`.replace('77', '78'),
    more: false,
    at: 1,
    lastN: null,
    changes: [{ e: 'ticket', id: 't-9', op: 'put', v: 1, row: ticketRow('t-9') }],
  })
  expect((await asked).input).toMatchObject({ shape: 'hot' })
  expect(anna.core.work.store.get('ticket', 't-9')).toBeNull()
})

test('an echo that is faster than the answer to its push leaves nothing pending', async () => {
  const anna = await signedIn()
  const { desk } = anna
  desk.onPush = (intents) => {
    const answer = desk.take(intents)
    for (const shape of ['ref', 'hot', 'timeline'] as const) desk.publish(shape, [], desk.lastN)
    return new Promise((resolve) => setImmediate(() => setImmediate(() => resolve(answer))))
  }
  await anna.window.tickets.create({ fields: draftForRomashka, callId: null })
  await anna.until(isSettled)
  expect((await anna.window.outbox.list()).pending).toEqual([])
})

test('what the desk applied stays in sight until it came back by the feed', async () => {
  const anna = await signedIn()
  anna.desk.echoed = 0
  const taken = new Promise<void>((resolve) => {
    const { outbox } = anna.core.work
    outbox.changed.on(() => {
      if (outbox.applied()?.last === 1) resolve()
    })
  })
  const { row } = await anna.window.tickets.create({ fields: draftForRomashka, callId: null })
  await taken
  const [sent] = (await anna.window.outbox.list()).pending
  expect(sent?.state).toBe('sent')
  expect((await anna.window.tickets.get({ ticketId: row.ticket.id })).row.pending).toBe(true)

  const confirm = vi.spyOn(anna.core.work.outbox, 'confirm')
  anna.desk.publish('hot', [{ entity: 'ticket', row: { ...row.ticket, v: 5, number: '1043' } }], 1)
  anna.desk.publish('ref', [], 1)
  anna.desk.publish('timeline', [], 1)
  await anna.until(isSettled)
  // A commit waits for the disk: there is one when it is over, none for each page before.
  expect(confirm).toHaveBeenCalledTimes(1)
  expect((await anna.window.tickets.get({ ticketId: row.ticket.id })).row).toMatchObject({
    pending: false,
    ticket: { number: '1043' },
  })
})

test('one refused change does not hold up the next; changes of what was never made are said to be orphans', async () => {
  const anna = await signedIn()
  const { desk, window } = anna
  desk.onPush = (intents) => ({
    outcomes: intents.map(({ n, key }) =>
      n === 3
        ? { n, key: key as never, outcome: 'applied' as const, notice: null }
        : {
            n,
            key: key as never,
            outcome: 'refused' as const,
            refusal: { code: 'notFound' as const, what: 'x' },
          },
    ),
    expected: (intents.at(-1)?.n ?? 0) + 1,
  })
  desk.fail('push', new DeskUnreachable('refused'), new DeskUnreachable('timeout'))
  const { row } = await window.tickets.create({ fields: draftForRomashka, callId: null })
  await window.tickets.comment({ ticketId: row.ticket.id, text: 'перезвонить', internal: true })
  await window.tickets.comment({ ticketId: 't-1' as never, text: 'приехал', internal: true })
  await anna.until(({ notAccepted }) => notAccepted === 2)
  const { notAccepted } = await window.outbox.list()
  expect(notAccepted.map(({ refusal }) => refusal?.code)).toEqual(['notFound', 'parentRefused'])
  expect(anna.core.work.outbox.get(3)?.state).toBe('applied')

  await window.outbox.discard({ n: notAccepted[0]?.n ?? 0 })
  expect(anna.core.status.notAccepted).toBe(1)
})

test('long texts that waited go in order in several requests, none larger than the desk takes', async () => {
  const anna = await signedIn()
  const { desk, core } = anna
  const all = Promise.withResolvers<void>()
  const sizes: number[] = []
  const numbers: number[] = []
  desk.onPush = (intents) => {
    sizes.push(Buffer.byteLength(JSON.stringify(intents)))
    numbers.push(...intents.map(({ n }) => n))
    if (numbers.length >= 20) all.resolve()
    return desk.take(intents)
  }
  // Signs that JSON writes in six bytes: the heaviest text a change can hold.
  const comment = () => ({
    key: core.work.newKey(),
    intent: intentSchema.parse({
      kind: 'ticket.comment',
      ticketId: 't-1',
      entryId: core.work.ports.newId(),
      text: '\u0001'.repeat(20_000),
      internal: true,
      channel: 'phone',
    }),
    madeAt: Date.now(),
    userId: core.work.me.id,
    about: 't-1',
  })
  core.work.keep(Array.from({ length: 20 }, comment))
  await all.promise
  expect(numbers).toEqual(Array.from({ length: 20 }, (_, at) => at + 1))
  expect(Math.max(...sizes)).toBeLessThan(pushBytesMax)
  expect(Math.max(...sizes)).toBeGreaterThan(pushBytesMax / 2)
})

test('downloads go on while an upload is stuck', async () => {
  const anna = await signedIn()
  anna.desk.onPush = () => new Promise(() => {})
  const stuck = anna.desk.next('push')
  await anna.window.tickets.comment({ ticketId: 't-1' as never, text: 'стоит', internal: true })
  await stuck
  const told = changed(anna, 't-2')
  anna.desk.publish('hot', [ticketPut('t-2', 1)])
  await told
  expect(anna.core.work.store.get('ticket', 't-2')).not.toBeNull()
  expect(anna.core.status.pending).toBe(1)
})

test('a reset empties the feed and fills it anew; what waits in the outbox stays', async () => {
  const anna = await signedIn()
  const { desk, core } = anna
  desk.fail('push', ...Array.from({ length: 50 }, () => new DeskUnreachable('failing')))
  await anna.window.tickets.comment({ ticketId: 't-1' as never, text: 'ждёт', internal: true })
  const reset = new Promise<void>((resolve) => {
    const stop = core.work.ticketsChanged.on(({ all }) => {
      if (!all) return
      stop()
      resolve()
    })
  })
  desk.fail('feed', new ORPCError('RESET', { status: 410, data: { reason: 'epoch' } }))
  desk.say('hot', { from: 'x' as never, to: 'y', more: false, at: 1, lastN: null, changes: [] })
  await reset
  await anna.until(isLive)
  expect(core.work.rows.get('ticket', 't-1')).not.toBeNull()
  expect(core.status.pending).toBe(1)
  expect(core.work.store.shapeState('ref').cursor).not.toBeNull()
})

test('a token that ran out is renewed once, whoever needed it; nothing is dropped', async () => {
  const anna = await signedIn()
  const { desk } = anna
  const before = desk.refreshes
  desk.accessAlive = false
  await Promise.all([
    anna.window.tickets.comment({ ticketId: 't-1' as never, text: 'раз', internal: true }),
    anna.window.own.report({
      own: { state: 'away', since: 0, wanted: { is: 'away', reason: 'lunch' } },
      doNotDisturb: false,
    }),
  ])
  await anna.until(isSettled)
  expect(desk.refreshes).toBe(before + 1)
  expect(desk.lastN).toBe(1)
})

test('a desk that takes the tokens back is said so; changes wait for the next sign-in of the same person', async () => {
  const anna = await signedIn()
  const { desk } = anna
  desk.signedIn = false
  desk.accessAlive = false
  await anna.window.tickets.comment({ ticketId: 't-1' as never, text: 'раз', internal: true })
  await anna.until(({ desk: link }) => link.state === 'away' && link.fault === 'signedOut')
  await anna.window.tickets.comment({ ticketId: 't-1' as never, text: 'два', internal: true })
  expect(anna.core.status.pending).toBe(2)

  desk.signedIn = true
  desk.accessAlive = true
  await anna.window.session.signIn(fakeSignIn)
  await anna.until(isSettled)
  expect(desk.lastN).toBe(2)
})

test('a desk restored from a backup gets the last changes again, under the same keys', async () => {
  const anna = await signedIn()
  const { desk } = anna
  for (const text of ['раз', 'два', 'три']) {
    await anna.window.tickets.comment({ ticketId: 't-1' as never, text, internal: true })
  }
  await anna.until(isSettled)
  const sent = () =>
    desk.asked
      .filter(({ path }) => path === 'push')
      .flatMap(({ input }) => input.intents as { key: string }[])
  const keys = sent().map(({ key }) => key)

  desk.lastN = 1
  desk.fail('present', new ORPCError('FORBIDDEN', { status: 403 }))
  const again = await anna.restart()
  await again.until((status) => isLive(status) && isSettled(status))
  expect(desk.lastN).toBe(3)
  expect(
    sent()
      .map(({ key }) => key)
      .slice(keys.length),
  ).toEqual(keys.slice(1))
})

describe('a feed that is refused right after the hello that allowed it', () => {
  const forbidden = () => new ORPCError('FORBIDDEN', { status: 403 })
  const hellos = (desk: FakeDesk) => desk.asked.filter(({ path }) => path === 'hello').length

  test('is asked about at once: the role changed between the two, and the rest goes on', async () => {
    const anna = await signedIn()
    const { desk } = anna
    const before = hellos(desk)
    desk.fail('stream', forbidden())
    desk.told.on(({ path }) => {
      if (path === 'stream') desk.shapes = ['ref']
    })
    const again = await anna.restart()
    await vi.waitFor(() => expect(hellos(desk)).toBe(before + 2))
    await vi.waitFor(() => expect(again.core.work.store.get('ticket', 't-1')).toBeNull())
    await again.until(isLive)
    expect(again.core.work.store.get('organisation', ids.organisation)).not.toBeNull()
  })

  test('and refused again with the same rights is no change: it is said, and the desk is left in peace', async () => {
    const anna = await signedIn()
    const { desk } = anna
    const before = hellos(desk)
    desk.fail('stream', ...Array.from({ length: 12 }, forbidden))
    const again = await anna.restart()
    const { desk: link } = await again.until(({ desk: { state } }) => state === 'away')
    expect(link).toMatchObject({ fault: 'forbidden' })
    expect(hellos(desk)).toBe(before + 2)
  })
})
