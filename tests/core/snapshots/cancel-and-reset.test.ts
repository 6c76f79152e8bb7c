import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CoreStatus } from '#bridge/session.ts'
import type { Db } from '#desk/db/db.ts'
import { beginNewEpoch } from '#desk/db/epoch.ts'
import { seedDesk } from '#desk/jobs/seed-desk.ts'
import { ticketRow } from '#tests/desk/floor/company.ts'
import { password } from '#tests/desk/floor/desk.ts'
import { testDatabase } from '#tests/desk/floor/test-database.ts'
import { draftForRomashka } from '../support/account.ts'
import { cutOff, isLive, isSettled, type Workplace, workplace } from '../support/workplace.ts'
import { deskWithSnapshots, eventsOf } from './desk-with-snapshots.ts'

let db: Db
beforeAll(async () => {
  db = await testDatabase()
}, 60_000)
afterAll(() => db?.close())

/** Resolves when a ticket is in the cache. */
function untilThere({ core }: Workplace, id: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = core.work.ticketsChanged.on(() => {
      if (core.work.store.get('ticket', id) === null) return
      stop()
      resolve()
    })
  })
}

const isCopying = ({ filling }: CoreStatus) => filling?.way === 'copy'

describe('a first fill by a whole copy', () => {
  test('is stopped by the person: the rest comes by pages, and everything is there in the end', async () => {
    const { desk, makeSnapshots } = await deskWithSnapshots(db)
    await seedDesk(db, [{ entity: 'ticket', row: ticketRow('t-cancel') }], { now: Date.now() })
    await makeSnapshots()
    const { user } = await desk.person()
    const place = await workplace()
    const seen: CoreStatus['filling'][] = []
    place.core.work.status.changed.on(({ filling }) => {
      if (filling?.way === 'copy' && !seen.some((one) => one?.way === 'copy'))
        void place.window.session.cancelCopy()
      seen.push(filling)
    })
    await place.window.session.signIn({ address: desk.address, login: user.login, password })
    await place.until(isLive)
    expect(seen.some((filling) => filling?.way === 'pages' && filling.cancelled)).toBe(true)
    expect(eventsOf(place, 'snapshot.taken')).toEqual([])
    expect(place.core.work.store.get('ticket', 't-cancel')).not.toBeNull()
  })

  test('is asked for again after it was stopped', async () => {
    const { desk, makeSnapshots } = await deskWithSnapshots(db)
    await makeSnapshots()
    const { user } = await desk.person()
    const place = await workplace()
    place.core.work.fills?.cancel()
    // Asked for before the first page is applied: nothing is whole yet.
    const stop = place.core.work.status.changed.on(({ filling }) => {
      if (filling?.cancelled !== true) return
      stop()
      void place.window.session.retryCopy()
    })
    await place.window.session.signIn({ address: desk.address, login: user.login, password })
    await place.until(isLive)
    expect(eventsOf(place, 'snapshot.taken').map(({ shape }) => shape)).toContain('ref')
    expect(place.core.work.fills?.cancelled).toBe(false)
  })

  test('is how a cache begins again after a reset, with the outbox as it was', async () => {
    const { makeSnapshots, signedIn } = await deskWithSnapshots(db)
    const { place } = await signedIn()
    const { row } = await place.window.tickets.create({ fields: draftForRomashka, callId: null })
    await place.until(isSettled)
    // Away meanwhile: a stream that hears of the epoch at once would begin by pages, there being no copy yet.
    const offline = await cutOff(place)
    await beginNewEpoch(db)
    await makeSnapshots()
    const again = await offline.online()
    const copying = again.until(isCopying)
    await seedDesk(db, [{ entity: 'ticket', row: ticketRow('t-reset') }], { now: Date.now() })
    await copying
    await untilThere(again, 't-reset')
    expect(eventsOf(again, 'sync.reset').map(({ reason }) => reason)).toContain('epoch')
    expect(eventsOf(again, 'snapshot.taken').length).toBeGreaterThan(0)
    expect(again.core.work.store.get('ticket', row.ticket.id)?.number).toEqual(expect.any(String))
    expect(again.core.work.store.get('ticket', 't-reset')).not.toBeNull()
    expect((await again.window.outbox.list()).pending).toEqual([])
  })
})
