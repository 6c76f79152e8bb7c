import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '#desk/db/db.ts'
import { seedDesk } from '#desk/jobs/seed-desk.ts'
import { BadRoleFeeds, roleFeedsFrom } from '#desk/session/role-feeds.ts'
import { ids, ticketRow } from '#tests/desk/floor/company.ts'
import { testDatabase } from '#tests/desk/floor/test-database.ts'
import { isLive } from '../support/workplace.ts'
import { deskWithSnapshots, eventsOf } from './desk-with-snapshots.ts'

let db: Db
beforeAll(async () => {
  db = await testDatabase()
}, 60_000)
afterAll(() => db?.close())

describe('a console holds what its person may see, and no more', () => {
  test('a role that loses feeds loses their rows here at once, and gets them back with the role', async () => {
    const { makeSnapshots, signedIn, setRole } = await deskWithSnapshots(db, { admin: ['ref'] })
    await seedDesk(db, [{ entity: 'ticket', row: ticketRow('t-rights') }], { now: Date.now() })
    await makeSnapshots()
    const { place, user } = await signedIn()
    const { store } = place.core.work
    expect(store.get('ticket', 't-rights')).not.toBeNull()

    await setRole(user, 'admin')
    await place.until(({ user: me }) => me?.role === 'admin')
    await place.until(isLive)
    expect(store.all('ticket')).toEqual([])
    expect(store.ticketsByText('t-rights', 5)).toEqual([])
    expect(store.shapeState('hot')).toMatchObject({ cursor: null, whole: false })
    expect(store.get('organisation', ids.organisation)).not.toBeNull()
    expect((await place.restart()).core.work.store.all('ticket')).toEqual([])
  })

  test('a role that wins feeds gets them at once, by a whole copy where there is one', async () => {
    const { desk, makeSnapshots, signedIn, setRole } = await deskWithSnapshots(db, { admin: ['ref'] })
    const { place, user } = await signedIn()
    await setRole(user, 'admin')
    await place.until(({ user: me }) => me?.role === 'admin')
    await place.until(isLive)
    await makeSnapshots()
    expect(place.core.work.store.all('ticket')).toEqual([])
    const back = place.until(
      ({ user: me, desk: { state }, filling }) =>
        me?.role === 'dispatcher' && state === 'live' && filling === null,
    )
    await setRole(user, 'dispatcher')
    await back
    expect(place.core.work.store.get('ticket', 't-rights')).not.toBeNull()
    expect(eventsOf(place, 'snapshot.taken').map(({ shape }) => shape)).toContain('hot')
    expect(desk.logged.join('')).not.toContain('FORBIDDEN')
  })

  test('a snapshot or a check of a feed that is not one’s own is refused by the desk', async () => {
    const { desk, makeSnapshots } = await deskWithSnapshots(db, { supervisor: ['ref'] })
    await makeSnapshots()
    const boss = await desk.person('supervisor')
    await expect(boss.client.sync.snapshot({ shape: 'hot' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await boss.client.sync.snapshot({ shape: 'ref' })).toMatchObject({ shape: 'ref' })
    const cursor = '00000000-0000-4000-8000-000000000000.1.1'
    await expect(boss.client.sync.check({ shape: 'hot', cursor })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })
})

describe('PULT_ROLE_FEEDS', () => {
  test('names the feeds of roles', () => {
    expect(roleFeedsFrom(undefined)).toEqual({})
    expect(roleFeedsFrom('admin=ref; supervisor=ref,hot')).toEqual({
      admin: ['ref'],
      supervisor: ['ref', 'hot'],
    })
  })
  test.each(['boss=ref', 'admin=ref,secrets', 'admin=hot', 'admin'])('is refused as %s', (text) => {
    expect(() => roleFeedsFrom(text)).toThrow(BadRoleFeeds)
  })
})
