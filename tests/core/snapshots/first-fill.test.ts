import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Db } from '#desk/db/db.ts'
import { seedDesk } from '#desk/jobs/seed-desk.ts'
import { entities } from '#domain/entities.ts'
import { ids, ticketRow } from '#tests/desk/floor/company.ts'
import { openDesk } from '#tests/desk/floor/desk.ts'
import { testDatabase } from '#tests/desk/floor/test-database.ts'
import { signIn } from '../support/live-desk.ts'
import { ringing } from '../support/workplace.ts'
import { deskWithSnapshots, eventsOf } from './desk-with-snapshots.ts'

let db: Db
beforeAll(async () => {
  db = await testDatabase()
}, 60_000)
afterAll(() => db?.close())

describe('a first fill', () => {
  test('by whole copies comes to the same rows, numbers and search as one page by page', async () => {
    const plain = await openDesk(db, { now: Date.now })
    onTestFinished(plain.close)
    await seedDesk(
      db,
      [{ entity: 'ticket', row: { ...ticketRow('t-copied'), subject: 'Замена термоленты' } }],
      {
        now: Date.now(),
      },
    )
    const byPages = await signIn(plain)
    const { makeSnapshots, signedIn } = await deskWithSnapshots(db)
    await makeSnapshots()
    const { place: byCopy } = await signedIn()
    expect(eventsOf(byPages, 'snapshot.taken')).toEqual([])
    // Two at a time: the smaller one may be first.
    expect(eventsOf(byCopy, 'snapshot.taken').map(({ shape }) => shape)).toHaveLength(2)
    for (const entity of entities) {
      const own = byCopy.core.work.store.all(entity)
      expect(
        byPages.core.work.store.all(entity).filter(({ id }) => own.some((row) => row.id === id)),
      ).toEqual(own)
    }
    for (const table of ['contact_phone', 'organisation', 'ticket']) {
      const sql = `select * from ${table} where ${table === 'contact_phone' ? 'contact_id' : 'id'} <> '' order by 1, 2, 3`
      const without = (rows: unknown[]) => rows.map((row) => ({ ...(row as object), doc: 0 }))
      expect(without(byCopy.core.work.store.db.prepare(sql).all())).toEqual(
        without(byPages.core.work.store.db.prepare(sql).all()),
      )
    }
    for (const text of ['ромаш', 'термолент']) {
      const [one, other] = await Promise.all([
        byCopy.window.directory.find({ text }),
        byPages.window.directory.find({ text }),
      ])
      expect(one.hits.length).toBeGreaterThan(0)
      expect(one).toEqual(other)
    }
    await byCopy.window.calls.report({ events: [ringing('call-copied', '8 (916) 111-22-33')] })
    const pop = await byCopy.window.calls.pop({ callId: 'call-copied' as never })
    expect(pop.who).toMatchObject({ kind: 'known', card: { organisation: { id: ids.organisation } } })
    expect(readdirSync(byCopy.folder).filter((name) => /snapshot|next/.test(name))).toEqual([])
  })

  test('goes on by the feed: what changed after the copy was made is there too, and what is new', async () => {
    const { makeSnapshots, signedIn } = await deskWithSnapshots(db)
    await makeSnapshots()
    await seedDesk(db, [{ entity: 'ticket', row: ticketRow('t-after') }], { now: Date.now() })
    const { place: anna } = await signedIn()
    expect(eventsOf(anna, 'snapshot.taken')).toHaveLength(2)
    expect(anna.core.work.store.get('ticket', 't-after')).not.toBeNull()
  })
})
