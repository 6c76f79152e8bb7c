import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { ORPCError } from '@orpc/client'
import type { Shape } from '#domain/entities.ts'
import { type SnapshotManifest, snapshotForm, snapshotManifest, snapshotPath } from '#wire/snapshot.ts'
import { isDiskFull } from '../../files/encrypted-db.ts'
import { CacheFiller } from '../../store/fill/cache-filler.ts'
import type { FillRefusal } from '../../store/fill/fill-messages.ts'
import type { Workstation } from '../../workstation.ts'
import { faultOf, isCode } from '../desk-failure.ts'
import { type DeskTokens, MustSignIn } from '../desk-tokens.ts'
import { FillProgress } from './fill-progress.ts'
import { PartFile } from './part-file.ts'

/** Why a shape is filled page by page instead. */
export type NoCopy =
  | FillRefusal
  /** The desk has none. */
  | 'none'
  /** Its manifest cannot be read, or is of other tables than ours. */
  | 'manifest'
  | 'schema'

export interface SnapshotPorts {
  work: Workstation
  tokens: DeskTokens
  /** The person's own folder: parts and the file in the making lie there. */
  folder: string
  workerFile: URL
}

/**
 * First fill by snapshots: each shape that has nothing yet is fetched as one file, checked and put in place of the
 * cache by one rename. What does not go this way is left to the feed's pages; what was fetched before a cut is kept.
 */
export class SnapshotFill {
  readonly #ports: SnapshotPorts
  /** Bytes that came over the network. */
  fetched = 0

  constructor(ports: SnapshotPorts) {
    this.#ports = ports
  }

  /**
   * Fills those of the shapes that are empty, `onShape` told after each. Throws what the network said, with everything
   * fetched so far kept; ends quietly when `signal` aborts.
   */
  async run(shapes: readonly Shape[], signal: AbortSignal, onShape: (shape: Shape) => void): Promise<void> {
    const { work } = this.#ports
    const empty = shapes.filter((shape) => work.store.shapeState(shape).cursor === null)
    if (empty.length === 0) return
    const progress = new FillProgress(work.status, work.ports.clock)
    const manifests: SnapshotManifest[] = []
    for (const shape of empty) {
      const manifest = await this.#manifest(shape, signal)
      if (manifest === null || signal.aborted) continue
      manifests.push(manifest)
      progress.expect(shape, manifest.bytes, this.#part(manifest).size)
    }
    for (const manifest of manifests) {
      if (signal.aborted) return
      if (await this.#fill(manifest, progress, signal)) onShape(manifest.shape)
    }
  }

  async #manifest(shape: Shape, signal: AbortSignal): Promise<SnapshotManifest | null> {
    const { tokens } = this.#ports
    try {
      const answer = await tokens.ask((client) => client.sync.snapshot({ shape }, { signal }), signal)
      const read = snapshotManifest.safeParse(answer)
      if (!read.success || read.data.shape !== shape) return this.#byPages(shape, 'manifest')
      if (read.data.schema !== schemaOf(shape)) return this.#byPages(shape, 'schema')
      return read.data
    } catch (error) {
      // An older desk does not know the question.
      if (error instanceof ORPCError && error.status === 404) return this.#byPages(shape, 'none')
      throw error
    }
  }

  /** Answers whether the shape is filled; false: by pages then. */
  async #fill(manifest: SnapshotManifest, progress: FillProgress, signal: AbortSignal): Promise<boolean> {
    const { work, folder, workerFile } = this.#ports
    const { shape } = manifest
    const began = work.ports.clock.monotonic()
    const target = join(folder, 'cache.db.next')
    work.store.gather()
    const { file: source, key } = work.store.place
    const filler = new CacheFiller(workerFile, { ...manifest, source, target, key }, (rows) =>
      progress.rows(shape, rows),
    )
    const letPay = work.texts.hold()
    try {
      await this.#pour(manifest, filler, progress, signal)
      if (signal.aborted) return false
      const refused = await filler.end()
      PartFile.remove(this.#partPath(shape))
      if (refused !== null) {
        this.#byPages(shape, refused)
        return false
      }
      work.store.swapIn(target)
      const ms = Math.round(work.ports.clock.monotonic() - began)
      work.ports.log.info('snapshot.taken', { shape, rows: manifest.rows, bytes: manifest.bytes, ms })
      return true
    } catch (error) {
      if (isDiskFull(error)) {
        PartFile.remove(this.#partPath(shape))
        this.#byPages(shape, 'diskFull')
        return false
      }
      if (isCode(error, 'NO_SNAPSHOT')) {
        // A newer one took its place meanwhile: the next connection finds it.
        PartFile.remove(this.#partPath(shape))
        this.#byPages(shape, 'none')
        return false
      }
      if (error instanceof MustSignIn || faultOf(error) !== null) throw error
      work.ports.log.surprise('snapshot.fill', error)
      PartFile.remove(this.#partPath(shape))
      return false
    } finally {
      await filler.stop()
      rmSync(target, { force: true })
      letPay()
    }
  }

  /** What is here, then the rest from the desk, each chunk kept before it is worked in. */
  async #pour(
    manifest: SnapshotManifest,
    filler: CacheFiller,
    progress: FillProgress,
    signal: AbortSignal,
  ): Promise<void> {
    const { tokens } = this.#ports
    const part = this.#part(manifest)
    for await (const chunk of part.read()) {
      if (signal.aborted || !(await filler.give(chunk))) return
    }
    if (part.size >= manifest.bytes) return
    const path = snapshotPath(manifest.shape, manifest.sha256)
    const body = await tokens.download(path, { from: part.size, etag: `"${manifest.sha256}"` }, signal)
    const reader = body.getReader()
    try {
      for (;;) {
        const { done, value } = await reader.read()
        if (done || signal.aborted) return
        part.append(value)
        this.fetched += value.byteLength
        progress.bytes(manifest.shape, value.byteLength)
        if (!(await filler.give(value))) return
      }
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      await reader.cancel().catch(() => undefined)
    }
  }

  #byPages(shape: Shape, why: NoCopy): null {
    const level = why === 'none' ? 'info' : 'warn'
    this.#ports.work.ports.log[level]('snapshot.notTaken', { shape, why })
    return null
  }

  #partPath(shape: Shape): string {
    return join(this.#ports.folder, `snapshot-${shape}`)
  }

  #part({ shape, sha256 }: SnapshotManifest): PartFile {
    return new PartFile(this.#partPath(shape), sha256, this.#ports.work.store.place.key)
  }
}

const schemaOf = (shape: Shape) => createHash('sha256').update(snapshotForm(shape)).digest('hex')
