import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#desk/db/db.ts'
import { openDatabase } from '#desk/db/open-database.ts'
import { deskLog } from '#desk/http/desk-log.ts'
import { Metrics } from '#desk/http/metrics.ts'
import { seedDesk } from '#desk/jobs/seed-desk.ts'
import { SnapshotKeeper } from '#desk/snapshots/snapshot-keeper.ts'
import { SnapshotShelf } from '#desk/snapshots/snapshot-shelf.ts'
import { entities } from '#domain/entities.ts'
import { ids, ticketRow } from '#tests/desk/floor/company.ts'
import { openDesk, password, type TestDesk } from '#tests/desk/floor/desk.ts'
import { isLive, ringing, type Workplace, workplace } from '../support/workplace.ts'

let db: Db
let desk: TestDesk
let folder: string
const quiet = deskLog({ info: () => undefined, warn: () => undefined, error: () => undefined })

beforeAll(async () => {
  db = await openDatabase({ folder: null })
  folder = mkdtempSync(join(tmpdir(), 'pult-desk-snapshots-'))
}, 60_000)
afterAll(async () => {
  await db?.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  desk = await openDesk(db, { now: Date.now, snapshots: { folder } })
  return () => desk.close()
})

async function makeSnapshots(): Promise<void> {
  const shelf = new SnapshotShelf(folder)
  await new SnapshotKeeper({
    db,
    replica: null,
    shelf,
    now: Date.now,
    log: quiet,
    metrics: new Metrics(),
  }).look()
}

async function signedIn(place?: Workplace): Promise<Workplace> {
  const { user } = await desk.person()
  const seat = place ?? (await workplace())
  await seat.window.session.signIn({ address: desk.address, login: user.login, password })
  await seat.until(isLive)
  return seat
}

const eventsOf = ({ ports }: Workplace, event: string) =>
  ports.log.lines.filter((line) => line.event === event).map(({ fields }) => fields)

describe('a first fill', () => {
  test('by whole copies comes to the same rows, numbers and search as one page by page', async () => {
    await seedDesk(
      db,
      [{ entity: 'ticket', row: { ...ticketRow('t-copied'), subject: 'Замена термоленты' } }],
      {
        now: Date.now(),
      },
    )
    const byPages = await signedIn()
    await makeSnapshots()
    const byCopy = await signedIn()
    expect(eventsOf(byPages, 'snapshot.taken')).toEqual([])
    expect(eventsOf(byCopy, 'snapshot.taken').map(({ shape }) => shape)).toEqual(['ref', 'hot'])
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
    await makeSnapshots()
    await seedDesk(db, [{ entity: 'ticket', row: ticketRow('t-after') }], { now: Date.now() })
    const anna = await signedIn()
    expect(eventsOf(anna, 'snapshot.taken')).toHaveLength(2)
    expect(anna.core.work.store.get('ticket', 't-after')).not.toBeNull()
  })

  test('leaves the outbox as it is and makes the same file again after a reset', async () => {
    await makeSnapshots()
    const anna = await signedIn()
    expect(existsSync(join(anna.folder, 'outbox.db'))).toBe(true)
  })
})
