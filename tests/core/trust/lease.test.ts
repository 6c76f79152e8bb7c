import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import { leaseMs, usableWithoutLease } from '#core/trust/lease.ts'
import { signInAtFake } from '../support/fake-seat.ts'
import { handClock } from '../support/memory-ports.ts'
import { draftForRomashka } from '../support/seated.ts'
import { ringing } from '../support/workplace.ts'

const hour = 3_600_000

/** Somebody signed in at a machine whose clock the test moves; the desk then goes away. */
async function leftAlone() {
  const clock = handClock(Date.now())
  return { ...(await signInAtFake({ clock })), clock }
}

const leaseEnded = (asked: Promise<unknown>) =>
  expect(asked).rejects.toSatisfy((error) => error instanceof ORPCError && error.code === 'LEASE_ENDED')

test('so long the cache may be used alone: three days after the desk last let us in', async () => {
  const { core, window, clock } = await leftAlone()
  const began = clock.now()
  expect(core.status.lease).toEqual({ until: began + leaseMs, ended: false })
  clock.pass(leaseMs - hour)
  expect((await window.directory.reference()).queues.length).toBeGreaterThan(0)
  clock.pass(hour)
  expect(core.status.lease?.ended).toBe(true)
  await leaseEnded(window.directory.find({ text: 'Ромашка' }))
  await leaseEnded(window.tickets.create({ fields: draftForRomashka, callId: null }))
})

test('the telephone goes on: a call is recorded, its caller is nobody we show', async () => {
  const { core, window, clock } = await leftAlone()
  clock.pass(leaseMs)
  await window.calls.report({ events: [ringing('call-late', '+79161112233')] })
  const pops = core.work.outbox.unsettled().filter(({ intent }) => intent.kind === 'call.rang')
  expect(pops).toHaveLength(1)
  expect(pops[0]?.intent).toMatchObject({ record: { number: '+79161112233', contactId: null } })
})

test('a clock that is set back gains nothing, over a restart too', async () => {
  const place = await leftAlone()
  const { clock, ports } = place
  clock.pass(leaseMs)
  expect(place.core.status.lease?.ended).toBe(true)
  const earlier = handClock(clock.now() - 50 * hour)
  Object.assign(ports, { clock: earlier })
  const again = await place.restart()
  expect(again.core.status.lease?.ended).toBe(true)
})

test('a word of the desk opens everything again, and nothing was lost meanwhile', async () => {
  const place = await leftAlone()
  const { window, clock, core, desk } = place
  desk.fail('push', ...Array.from({ length: 50 }, () => new ORPCError('BUSY', { status: 503 })))
  await window.tickets.create({ fields: draftForRomashka, callId: null })
  clock.pass(leaseMs)
  expect(core.status.lease?.ended).toBe(true)
  expect(core.status.pending).toBe(1)
  desk.fail('push')
  const again = await place.restart()
  await again.until(({ lease }) => lease?.ended === false)
  expect((await again.window.directory.reference()).queues.length).toBeGreaterThan(0)
})

test.each([
  [['session', 'signIn'], true],
  [['settings', 'phoneAccount'], true],
  [['calls', 'report'], true],
  [['calls', 'journal'], false],
  [['tickets', 'list'], false],
  [['directory', 'find'], false],
  [['board', 'watch'], false],
  [['outbox', 'list'], false],
  [['drafts', 'list'], false],
  // What is being typed when the time ends is not lost by it.
  [['drafts', 'put'], true],
])('%j without a lease: %s', (path, usable) => {
  expect(usableWithoutLease(path)).toBe(usable)
})
