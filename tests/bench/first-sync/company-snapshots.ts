import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoCompany } from '#demo/company/demo-company.ts'
import type { DemoSize } from '#demo/company/demo-size.ts'
import { hotMs } from '#desk/jobs/evict-closed.ts'
import { schemaOf } from '#desk/snapshots/build-snapshot.ts'
import { SnapshotWriter } from '#desk/snapshots/snapshot-writer.ts'
import { type EntityPut, entities, type Shape, shapeOf, shapes } from '#domain/entities.ts'
import { type SnapshotManifest, snapshotForm } from '#wire/snapshot.ts'

const kept = join(import.meta.dirname, '../../../.cache/bench')
/** Any history: the benchmarks' desk has no feed behind it. */
const cursor = '00000000-0000-4000-8000-000000000000.1.1.0'

export interface CompanySnapshots {
  folder: string
  manifests: Record<Shape, SnapshotManifest>
  file(shape: Shape): string
}

/**
 * The snapshot files a desk with this company would make for its consoles (tickets closed long ago left out), by the
 * desk's own writer. Kept in `.cache/bench` under the hash of what decides about their bytes.
 */
export async function companySnapshots(
  size: DemoSize,
  say: (line: string) => void,
): Promise<CompanySnapshots> {
  const version = createHash('sha256').update(shapes.map(snapshotForm).join()).digest('hex').slice(0, 12)
  const folder = join(kept, `snapshots-${size}-${version}`)
  const note = join(folder, 'manifests.json')
  if (!existsSync(note)) {
    const building = join(kept, `snapshots-building-${process.pid}`)
    rmSync(building, { recursive: true, force: true })
    mkdirSync(building, { recursive: true })
    const manifests = await build(building, size)
    writeFileSync(join(building, 'manifests.json'), JSON.stringify(manifests))
    if (!existsSync(folder)) renameSync(building, folder)
    say(`made the snapshots of the ${size} company`)
  }
  const manifests = JSON.parse(readFileSync(note, 'utf8')) as Record<Shape, SnapshotManifest>
  return { folder, manifests, file: (shape) => join(folder, `${shape}.zst`) }
}

async function build(folder: string, size: DemoSize): Promise<Record<Shape, SnapshotManifest>> {
  const now = Date.now()
  const rows = new Map(entities.map((entity) => [entity, [] as { id: string; json: string }[]]))
  for (const { entity, row } of heldByConsoles(demoCompany(size, now).rows(), now))
    rows.get(entity)?.push({ id: row.id, json: JSON.stringify(row) })
  const manifests = {} as Record<Shape, SnapshotManifest>
  for (const shape of shapes) {
    const writer = new SnapshotWriter(join(folder, `${shape}.zst`))
    for (const entity of entities.filter((one) => shapeOf[one] === shape)) {
      const own = (rows.get(entity) ?? []).sort((a, b) => (a.id < b.id ? -1 : 1))
      for (let at = 0; at < own.length; at += 4_000) {
        const page = own.slice(at, at + 4_000).map(({ json }) => json)
        await writer.take(entity, `[${page.join(',')}]`)
      }
    }
    manifests[shape] = { shape, cursor, schema: schemaOf(shape), at: now, ...(await writer.end()) }
  }
  return manifests
}

/** Rows of a company that its consoles hold. */
export function* heldByConsoles(rows: Iterable<EntityPut>, now: number): Generator<EntityPut> {
  const cold = new Set<string>()
  for (const put of rows) {
    if (put.entity === 'ticket' && put.row.closedAt !== null && put.row.closedAt < now - hotMs)
      cold.add(put.row.id)
    if (
      put.entity === 'ticket'
        ? cold.has(put.row.id)
        : put.entity === 'timelineEntry' && cold.has(put.row.ticketId)
    )
      continue
    if (put.entity === 'callRecord' && put.row.ringAt < now - hotMs) continue
    yield put
  }
}
