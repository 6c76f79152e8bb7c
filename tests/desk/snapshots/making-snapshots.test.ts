import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Db } from '#desk/db/db.ts'
import { deskLog } from '#desk/http/desk-log.ts'
import { Metrics } from '#desk/http/metrics.ts'
import { seedDesk } from '#desk/jobs/seed-desk.ts'
import { mainSpace } from '#desk/session/spaces.ts'
import { buildSnapshot } from '#desk/snapshots/build-snapshot.ts'
import { SnapshotKeeper } from '#desk/snapshots/snapshot-keeper.ts'
import { SnapshotShelf } from '#desk/snapshots/snapshot-shelf.ts'
import { type Entity, entitySchemas } from '#domain/entities.ts'
import { snapshotManifest } from '#wire/snapshot.ts'
import { wireVersion, wireVersionHeader } from '#wire/version.ts'
import { smallCompany, ticketRow, wednesday } from '../floor/company.ts'
import { openDesk, pullAll } from '../floor/desk.ts'
import { overBothEngines } from '../floor/engines.ts'

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pult-snapshots-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function keeping(db: Db, folder: string, now = () => wednesday) {
  const shelf = new SnapshotShelf(folder)
  const log = deskLog({ info: () => undefined, warn: () => undefined, error: () => undefined })
  return { shelf, keeper: new SnapshotKeeper({ db, replica: null, shelf, now, log, metrics: new Metrics() }) }
}

/** Every row of a snapshot file, as its own schema reads it. */
function rowsOf(file: Buffer): { entity: Entity; row: { id: string } }[] {
  const raw = zstdDecompressSync(file)
  const rows: { entity: Entity; row: { id: string } }[] = []
  for (let at = 0; at < raw.length; ) {
    const length = raw.readUInt32LE(at)
    const db = new Database(raw.subarray(at + 4, at + 4 + length))
    const [entity] = db.prepare('select name from sqlite_master').pluck().all() as [Entity]
    for (const row of db.prepare(`select * from "${entity}"`).iterate() as Iterable<
      Record<string, unknown>
    >) {
      rows.push({ entity, row: entitySchemas[entity].parse(readable(entity, row)) })
    }
    db.close()
    at += 4 + length
  }
  return rows
}

/** Nested parts and flags back as the schema has them. */
function readable(entity: Entity, row: Record<string, unknown>): Record<string, unknown> {
  const flags: readonly string[] = entity === 'callRecord' ? ['hidden'] : ['active']
  return Object.fromEntries(
    Object.entries(row).map(([field, value]) => {
      if (flags.includes(field)) return [field, value === 1]
      return [field, typeof value === 'string' && /^[[{]/.test(value) ? JSON.parse(value) : value]
    }),
  )
}

overBothEngines((db) => {
  describe('a snapshot', () => {
    test('holds what a pull from the beginning brings, and the feed goes on from its cursor', async () => {
      const folder = emptyFolder()
      const { keeper } = keeping(db(), folder)
      const desk = await openDesk(db(), { snapshots: { folder } })
      onTestFinished(desk.close)
      const anna = await desk.person()
      const made = await keeper.look()
      expect(made.map(({ shape }) => shape)).toContain('ref')
      const manifest = await anna.client.sync.snapshot({ shape: 'ref' })
      expect(snapshotManifest.parse(manifest)).toEqual(made.find(({ shape }) => shape === 'ref'))

      const response = await get(desk.address, anna.access, 'ref', manifest.sha256)
      const file = Buffer.from(await response.arrayBuffer())
      expect(createHash('sha256').update(file).digest('hex')).toBe(manifest.sha256)
      const rows = rowsOf(file)
      expect(rows).toHaveLength(manifest.rows)
      const pulled = await pullAll(anna, 'ref')
      const latest = new Map(pulled.changes.map(({ e, id, row }) => [`${e} ${id}`, row]))
      expect(Object.fromEntries(rows.map(({ entity, row }) => [`${entity} ${row.id}`, row]))).toEqual(
        Object.fromEntries(latest),
      )

      const later = await desk.person()
      const delta = await pullAll(anna, 'ref', manifest.cursor)
      expect(delta.changes.map(({ id }) => id)).toEqual([later.user.id])
    })

    test('leaves out what consoles no longer hold', async () => {
      const folder = emptyFolder()
      const { keeper, shelf } = keeping(db(), folder)
      const held = ticketRow('t-held')
      const old = { ...ticketRow('t-old'), status: 'closed' as const, closedAt: wednesday - 61 * 86_400_000 }
      await seedDesk(
        db(),
        [
          { entity: 'ticket', row: held },
          { entity: 'ticket', row: old },
        ],
        { now: wednesday },
      )
      await keeper.look()
      const [newest] = shelf.list(mainSpace, 'hot')
      const path = shelf.file(mainSpace, 'hot', newest?.sha256 ?? '')?.path ?? ''
      const found = rowsOf(readFileSync(path)).map(({ row }) => row.id)
      expect(found).toContain('t-held')
      expect(found).not.toContain('t-old')
    })

    test('is made anew after a quarter of an hour with changes, and two are kept', async () => {
      const folder = emptyFolder()
      let now = wednesday
      const { keeper, shelf } = keeping(db(), folder, () => now)
      await keeper.look()
      expect(await keeper.look()).toEqual([])
      for (const nth of [1, 2, 3]) {
        now += 16 * 60_000
        expect(await keeper.look()).toEqual([])
        await seedDesk(
          db(),
          [{ entity: 'site', row: { ...aSite(), id: `site-${db().kind}-${nth}` as never } }],
          { now },
        )
        expect((await keeper.look()).map(({ shape }) => shape)).toEqual(['ref'])
      }
      expect(shelf.list(mainSpace, 'ref')).toHaveLength(2)
      expect(readdirSync(shelf.folder(mainSpace, 'ref'))).toHaveLength(4)
    })

    test('half made by a desk that died is swept away, and a cut file is not given out', async () => {
      const folder = emptyFolder()
      const { keeper, shelf } = keeping(db(), folder)
      await keeper.look()
      const [first] = shelf.list(mainSpace, 'ref')
      const own = shelf.folder(mainSpace, 'ref')
      writeFileSync(join(own, 'making-long-ago'), 'half')
      utimesSync(join(own, 'making-long-ago'), 1, 1)
      writeFileSync(join(own, 'making-now'), 'half')
      writeFileSync(join(own, `${first?.sha256}.zst`), 'cut')
      expect(shelf.list(mainSpace, 'ref')).toEqual([])
      expect((await keeper.look()).map(({ shape }) => shape)).toEqual(['ref'])
      expect(readdirSync(own)).toContain('making-now')
      expect(readdirSync(own)).not.toContain('making-long-ago')
    })
  })

  describe('the bytes of a snapshot', () => {
    test('go on from where a console was cut, and begin again for another file', async () => {
      const folder = emptyFolder()
      const { keeper } = keeping(db(), folder)
      const desk = await openDesk(db(), { snapshots: { folder } })
      onTestFinished(desk.close)
      const anna = await desk.person()
      await keeper.look()
      const { sha256, bytes } = await anna.client.sync.snapshot({ shape: 'ref' })
      const whole = Buffer.from(await (await get(desk.address, anna.access, 'ref', sha256)).arrayBuffer())
      expect(whole).toHaveLength(bytes)

      const rest = await get(desk.address, anna.access, 'ref', sha256, {
        range: 'bytes=100-',
        'if-range': `"${sha256}"`,
      })
      expect([rest.status, rest.headers.get('content-range')]).toEqual([
        206,
        `bytes 100-${bytes - 1}/${bytes}`,
      ])
      expect(Buffer.from(await rest.arrayBuffer())).toEqual(whole.subarray(100))
      const other = await get(desk.address, anna.access, 'ref', sha256, {
        range: 'bytes=100-',
        'if-range': '"other"',
      })
      expect([other.status, (await other.arrayBuffer()).byteLength]).toEqual([200, bytes])
      const past = await get(desk.address, anna.access, 'ref', sha256, { range: `bytes=${bytes}-` })
      expect([past.status, past.headers.get('content-range')]).toEqual([416, `bytes */${bytes}`])
    })

    test('are for those who are signed in, and for names of snapshots only', async () => {
      const folder = emptyFolder()
      const desk = await openDesk(db(), { snapshots: { folder } })
      onTestFinished(desk.close)
      const anna = await desk.person()
      const name = 'ab'.repeat(32)
      expect((await get(desk.address, '', 'ref', name)).status).toBe(401)
      expect((await get(desk.address, anna.access, 'ref', name)).status).toBe(404)
      expect((await get(desk.address, anna.access, 'ref', '..%2f..%2fetc%2fpasswd')).status).toBe(400)
      expect((await get(desk.address, anna.access, 'secrets', name)).status).toBe(400)
    })

    test('a worker that dies while rows are read ends the work with its reason, not the desk', async () => {
      const died = new Promise((resolve) => {
        process.once('worker', (worker) => worker.once('exit', resolve))
      })
      const slow: Db = {
        ...db(),
        query: (...asked) => died.then(() => db().query(...asked)) as never,
        transaction: (...asked) => died.then(() => db().transaction(...asked)) as never,
      }
      const folder = join(emptyFolder(), 'nobody made it')
      const making = buildSnapshot(slow, {
        ...{ spaceId: mainSpace, shape: 'ref', folder, now: () => wednesday },
        signal: AbortSignal.timeout(20_000),
      })
      await expect(making).rejects.toThrow('ENOENT')
    })

    test('are not there at a desk without snapshots, which says so in the contract’s words', async () => {
      const desk = await openDesk(db())
      onTestFinished(desk.close)
      const anna = await desk.person()
      await expect(anna.client.sync.snapshot({ shape: 'ref' })).rejects.toMatchObject({ code: 'NO_SNAPSHOT' })
    })
  })
})

function get(
  address: string,
  access: string,
  shape: string,
  sha256: string,
  headers: Record<string, string> = {},
) {
  return fetch(`${address}/sync/v1/snapshot/${shape}/${sha256}`, {
    headers: { ...headers, [wireVersionHeader]: String(wireVersion), authorization: `Bearer ${access}` },
  })
}

function aSite() {
  const put = smallCompany().find(({ entity }) => entity === 'site')
  if (put?.entity !== 'site') throw new Error('the company has no site')
  return put.row
}
