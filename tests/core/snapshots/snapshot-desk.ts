import { createHash } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import { DeskUnreachable } from '#core/desk-link.ts'
import type { DeskTokens } from '#core/sync/desk-tokens.ts'
import { SnapshotFill } from '#core/sync/snapshots/snapshot-fill.ts'
import { schemaOf } from '#desk/snapshots/build-snapshot.ts'
import { SnapshotWriter } from '#desk/snapshots/snapshot-writer.ts'
import { type EntityPut, entities, type Shape, shapeOf } from '#domain/entities.ts'
import type { SnapshotManifest } from '#wire/snapshot.ts'
import { coreWorkers } from '../support/core-workers.ts'
import type { Workplace } from '../support/workplace.ts'

const cursor = '00000000-0000-4000-8000-000000000000.7.1.0'

export interface TestSnapshot {
  manifest: SnapshotManifest
  bytes: Buffer
}

/** A snapshot of these rows as the desk's own writer makes it. */
export async function snapshotOf(
  shape: Shape,
  rows: readonly EntityPut[],
  folder: string,
): Promise<TestSnapshot> {
  const file = join(folder, `made-${shape}.zst`)
  rmSync(file, { force: true })
  const writer = new SnapshotWriter(file)
  for (const entity of entities.filter((one) => shapeOf[one] === shape)) {
    const own = rows.filter((put) => put.entity === entity).map(({ row }) => row)
    if (own.length > 0) await writer.take(entity, JSON.stringify(own))
  }
  const made = await writer.end()
  const bytes = readFileSync(file)
  rmSync(file)
  return { manifest: { shape, cursor, schema: schemaOf(shape), at: 5, ...made }, bytes }
}

/** Raw bytes packed and described as if a desk had made them. */
export function packed(shape: Shape, raw: Buffer, rows: number): TestSnapshot {
  return described(shape, zstdCompressSync(raw), raw.length, rows)
}

/** Any bytes with the manifest that fits them. */
export function described(shape: Shape, bytes: Buffer, rawBytes: number, rows: number): TestSnapshot {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return {
    manifest: { shape, cursor, schema: schemaOf(shape), at: 5, rows, sha256, bytes: bytes.length, rawBytes },
    bytes,
  }
}

/** A desk that gives out one snapshot, true or not, and may cut the line after so many bytes. */
export class SnapshotDesk {
  given: TestSnapshot | null
  manifest: unknown
  cutAfter: number | null = null
  readonly asked: { from: number; etag: string }[] = []

  constructor(given: TestSnapshot | null) {
    this.given = given
    this.manifest = given?.manifest
  }

  fill(place: Workplace): SnapshotFill {
    const tokens = {
      ask: async () => this.manifest,
      download: async (_path: string, part: { from: number; etag: string }) => this.#download(part),
    } as unknown as DeskTokens
    return new SnapshotFill({
      work: place.core.work,
      tokens,
      folder: place.folder,
      workerFile: coreWorkers().fillWorker,
    })
  }

  #download(part: { from: number; etag: string }): ReadableStream<Uint8Array> {
    this.asked.push(part)
    const bytes = this.given?.bytes.subarray(part.from) ?? Buffer.alloc(0)
    const cut = this.cutAfter
    return new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(bytes.subarray(0, cut ?? bytes.length)))
        if (cut === null) controller.close()
      },
      pull(controller) {
        if (cut !== null) controller.error(new DeskUnreachable('cut'))
      },
    })
  }
}
