import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import Database from 'better-sqlite3'
import type { SnapshotManifest } from '#wire/snapshot.ts'
import { snapshotPath } from '#wire/snapshot.ts'

const kept = join(import.meta.dirname, '../../../.cache/bench')

/** The least a first sync row by row can be: lines of JSON, each parsed and inserted into one plain table, one transaction. */
export async function ndjsonFloor(file: string): Promise<{ ms: number; rows: number }> {
  const path = join(kept, `floor-${process.pid}.db`)
  rmSync(path, { force: true })
  const began = performance.now()
  const db = new Database(path)
  db.exec(
    'create table row (kind text not null, id text not null, v integer not null, row text not null, primary key (kind, id))',
  )
  const insert = db.prepare('insert into row values (?, ?, ?, ?)')
  let rows = 0
  db.exec('begin')
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { e, row } = JSON.parse(line) as { e: string; row: { id: string; v: number } }
    insert.run(e, row.id, row.v, JSON.stringify(row))
    rows += 1
  }
  db.exec('commit')
  db.close()
  const ms = performance.now() - began
  rmSync(path, { force: true })
  return { ms, rows }
}

/** The least a first sync by whole files can be: fetched, verified, unpacked to the disk in plain, opened. */
export async function fileFloor(address: string, manifests: readonly SnapshotManifest[]): Promise<number> {
  const path = join(kept, `floor-${process.pid}.raw`)
  const began = performance.now()
  for (const { shape, sha256 } of manifests) {
    const response = await fetch(address + snapshotPath(shape, sha256))
    const hash = createHash('sha256')
    const hashed = new Transform({
      transform(chunk, _encoding, done) {
        hash.update(chunk)
        done(null, chunk)
      },
    })
    await pipeline(
      Readable.fromWeb(response.body as never),
      hashed,
      createZstdDecompress({ chunkSize: 1024 * 1024 }),
      createWriteStream(path),
    )
    if (hash.digest('hex') !== sha256) throw new Error('other bytes came than were served')
    const raw = readFileSync(path).subarray(0, 33_000_000)
    const first = new Database(Buffer.from(raw.subarray(4, 4 + raw.readUInt32LE())))
    first.prepare('select count(*) from sqlite_master').get()
    first.close()
  }
  const ms = performance.now() - began
  rmSync(path, { force: true })
  return ms
}
