import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { DeskUnreachable } from '#core/desk-link.ts'
import type { EntityPut } from '#domain/entities.ts'
import { ticketRow } from '#tests/desk/floor/company.ts'
import { imageTable, snapshotTables } from '#wire/snapshot.ts'
import { type Workplace, workplace } from '../support/workplace.ts'
import { described, packed, SnapshotDesk, snapshotOf, type TestSnapshot } from './snapshot-desk.ts'

const tickets: EntityPut[] = Array.from({ length: 300 }, (_, nth) => ({
  entity: 'ticket',
  row: ticketRow(`t-${String(nth).padStart(3, '0')}`, { subject: `Кукушкина ${nth * 7919}` }),
}))

/** An image of our own making. */
function image(make: (db: Database.Database) => void): Buffer {
  const db = new Database(':memory:')
  make(db)
  const bytes = db.serialize()
  db.close()
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bytes.length)
  return Buffer.concat([length, bytes])
}
const ticketFields = snapshotTables('hot')[0]?.fields ?? []
const ticketTable = imageTable('ticket', ticketFields)

/** One ticket as an image's row, with something else in some fields. */
function ticketImage(other: Record<string, unknown>, times = 1): Buffer {
  const row: Record<string, unknown> = { ...ticketRow('t-1'), ...other }
  return image((db) => {
    db.exec(ticketTable)
    const insert = db.prepare(`insert into ticket values (${ticketFields.map(() => '?').join(', ')})`)
    for (let nth = 0; nth < times; nth++) insert.run(...ticketFields.map((field) => row[field] ?? null))
  })
}

const logged = (place: Workplace) =>
  place.ports.log.lines
    .filter(({ event }) => event.startsWith('snapshot.'))
    .map(({ event, fields }) => [event, fields.why])
const leftOver = (place: Workplace) => readdirSync(place.folder).filter((name) => /snapshot|next/.test(name))

async function offered(snapshot: TestSnapshot, manifest: unknown = snapshot.manifest): Promise<Workplace> {
  const place = await workplace()
  const desk = new SnapshotDesk(snapshot)
  desk.manifest = manifest
  await desk.fill(place).run(['hot'], AbortSignal.timeout(20_000), () => undefined)
  return place
}

describe('a snapshot that is not what it says', () => {
  const changed = async (change: (made: TestSnapshot) => TestSnapshot): Promise<Workplace> => {
    const { folder } = await workplace()
    return offered(change(await snapshotOf('hot', tickets, folder)))
  }
  const lying = (made: TestSnapshot, lie: Partial<TestSnapshot['manifest']>) => ({
    ...made,
    manifest: { ...made.manifest, ...lie },
  })

  test.each<[string, string, (made: TestSnapshot) => TestSnapshot]>([
    ['was cut', 'size', (made) => ({ ...made, bytes: made.bytes.subarray(0, -10) })],
    ['is longer', 'size', (made) => ({ ...made, bytes: Buffer.concat([made.bytes, made.bytes]) })],
    ['is of other bytes', 'hash', (made) => lying(made, { sha256: 'ab'.repeat(32) })],
    ['is no zstd', 'packing', () => described('hot', Buffer.from('only text, not a compressed file'), 99, 1)],
    ['unpacks to more', 'size', (made) => lying(made, { rawBytes: made.manifest.rawBytes - 1 })],
    ['unpacks to less', 'size', (made) => lying(made, { rawBytes: made.manifest.rawBytes + 1 })],
    ['has other rows', 'rows', (made) => lying(made, { rows: made.manifest.rows + 1 })],
    ['is a bomb', 'size', () => lying(packed('hot', Buffer.alloc(64 * 1024 * 1024), 1), { rawBytes: 1024 })],
    ['has an image too large', 'form', () => packed('hot', Buffer.alloc(100, 0xff), 1)],
    ['ends inside an image', 'form', () => packed('hot', Buffer.from([9, 0, 0, 0, 1]), 1)],
    [
      'is no database',
      'form',
      () => packed('hot', Buffer.concat([Buffer.from([8, 0, 0, 0]), Buffer.from('database')]), 1),
    ],
    [
      'has another table',
      'form',
      () =>
        packed(
          'hot',
          image((db) => db.exec(imageTable('user', ticketFields))),
          1,
        ),
    ],
    [
      'has another column',
      'form',
      () =>
        packed(
          'hot',
          image((db) => db.exec(imageTable('ticket', [...ticketFields, 'more']))),
          1,
        ),
    ],
    [
      'has a view beside its table',
      'form',
      () =>
        packed(
          'hot',
          image((db) => db.exec(`${ticketTable}; create view more as select 1`)),
          1,
        ),
    ],
    [
      'has a computed column',
      'form',
      () =>
        packed(
          'hot',
          image((db) => db.exec(ticketTable.replace('"v"', '"v" as (abs(1))'))),
          1,
        ),
    ],
    ['has a row twice', 'rows', () => packed('hot', ticketImage({}, 2), 2)],
    ['has a row without an id', 'rows', () => packed('hot', ticketImage({ id: null }), 1)],
    ['has text for a number', 'rows', () => packed('hot', ticketImage({ createdAt: 'soon' }), 1)],
    ['has a status nobody knows', 'rows', () => packed('hot', ticketImage({ status: 'exploded' }), 1)],
  ])('%s: it is refused with a reason, and nothing changed', async (_what, why, change) => {
    const place = await changed(change)
    expect(logged(place)).toEqual([['snapshot.notTaken', why]])
    expect(place.core.work.store.shapeState('hot').cursor).toBeNull()
    expect(place.core.work.store.all('ticket')).toEqual([])
    expect(leftOver(place)).toEqual([])
    expect(JSON.stringify(place.ports.log.lines)).not.toMatch(/Кукушкина|exploded/)
  })

  test.each([
    ['no manifest', null, 'manifest'],
    ['one of another shape', { shape: 'ref' }, 'manifest'],
    ['one larger than any space', { rawBytes: 2 ** 40 }, 'manifest'],
    ['a path for a name', { sha256: '../../etc/passwd' }, 'manifest'],
    ['one of other tables', { schema: 'cd'.repeat(32) }, 'schema'],
  ])('%s is not followed', async (_what, lie, why) => {
    const { folder } = await workplace()
    const made = await snapshotOf('hot', tickets, folder)
    const place = await offered(made, lie === null ? {} : { ...made.manifest, ...lie })
    expect(logged(place)).toEqual([['snapshot.notTaken', why]])
    expect(leftOver(place)).toEqual([])
  })
})

describe('a line that is cut', () => {
  test('loses nothing of what came: the next try asks for the rest, after a restart too', async () => {
    const first = await workplace()
    const made = await snapshotOf('hot', tickets, first.folder)
    const desk = new SnapshotDesk(made)
    desk.cutAfter = 1_000
    await expect(desk.fill(first).run(['hot'], AbortSignal.timeout(20_000), () => undefined)).rejects.toThrow(
      DeskUnreachable,
    )
    await expect(desk.fill(first).run(['hot'], AbortSignal.timeout(20_000), () => undefined)).rejects.toThrow(
      DeskUnreachable,
    )
    expect(readFileSync(join(first.folder, 'snapshot-hot.part'))).toHaveLength(2_000)
    expect(
      made.bytes.includes(readFileSync(join(first.folder, 'snapshot-hot.part')).subarray(100, 200)),
    ).toBe(false)

    const second = await first.restart()
    desk.cutAfter = null
    const filled: string[] = []
    await desk.fill(second).run(['hot'], AbortSignal.timeout(20_000), (shape) => filled.push(shape))
    expect(desk.asked.map(({ from }) => from)).toEqual([0, 1_000, 2_000])
    expect(new Set(desk.asked.map(({ etag }) => etag))).toEqual(new Set([`"${made.manifest.sha256}"`]))
    expect(filled).toEqual(['hot'])
    expect(second.core.work.store.all('ticket')).toHaveLength(300)
    expect(leftOver(second)).toEqual([])
  })

  test('begins again when the desk has made another file meanwhile', async () => {
    const place = await workplace()
    const desk = new SnapshotDesk(await snapshotOf('hot', tickets, place.folder))
    desk.cutAfter = 1_000
    await expect(desk.fill(place).run(['hot'], AbortSignal.timeout(20_000), () => undefined)).rejects.toThrow(
      DeskUnreachable,
    )
    const newer = await snapshotOf('hot', tickets.slice(0, 200), place.folder)
    const next = new SnapshotDesk(newer)
    await next.fill(place).run(['hot'], AbortSignal.timeout(20_000), () => undefined)
    expect(next.asked.map(({ from }) => from)).toEqual([0])
    expect(place.core.work.store.all('ticket')).toHaveLength(200)
  })

  test('tells how much is here, how much there will be and how long it takes', async () => {
    const place = await workplace()
    const made = await snapshotOf('hot', tickets, place.folder)
    const told: unknown[] = []
    place.core.work.status.changed.on(({ filling }) => told.push(filling))
    await new SnapshotDesk(made).fill(place).run(['hot'], AbortSignal.timeout(20_000), () => undefined)
    expect(told[0]).toEqual({
      way: 'copy',
      rows: 0,
      bytes: 0,
      totalBytes: made.bytes.length,
      msLeft: null,
      cancelled: false,
    })
  })
})
