import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { ORPCError } from '@orpc/client'
import type { Shape } from '#domain/entities.ts'
import { type SnapshotManifest, snapshotForm, snapshotManifest, snapshotPath } from '#wire/snapshot.ts'
import { isDiskFull } from '../../files/encrypted-db.ts'
import { CacheFiller } from '../../store/fill/cache-filler.ts'
import type { FillRefusal } from '../../store/fill/fill-messages.ts'
import { nextFile, removeDb } from '../../store/open-cache.ts'
import type { Workstation } from '../../workstation.ts'
import { faultOf, isCode } from '../desk-failure.ts'
import { type DeskTokens, MustSignIn } from '../desk-tokens.ts'
import { Arrival } from './arrival.ts'
import { FillProgress } from './fill-progress.ts'
import { Lanes } from './lanes.ts'
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

/** So many copies are worked in at the same time: one thread each, and nobody has fewer cores than two. */
const atOnce = 2

/** A copy that is to be had, as far as it is here. */
interface Coming {
  manifest: SnapshotManifest
  arrival: Arrival
}

/**
 * First fill by snapshots: each shape that has nothing yet is fetched as one file, checked, worked into a cache file of
 * its own and put in place by one rename. The line carries one copy after the other, in the order of the shapes, however
 * far the work is behind. What does not go this way is left to the feed's pages; what was fetched before a cut is kept.
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
   * fetched so far kept and what was here already worked in; ends quietly when `signal` aborts.
   */
  async run(shapes: readonly Shape[], signal: AbortSignal, onShape: (shape: Shape) => void): Promise<void> {
    const { work } = this.#ports
    const empty = shapes.filter((shape) => work.store.shapeState(shape).cursor === null)
    if (empty.length === 0) return
    const progress = new FillProgress(work.status, work.ports.clock)
    const coming: Coming[] = []
    for (const manifest of await Promise.all(empty.map((shape) => this.#manifest(shape, signal)))) {
      if (manifest === null || signal.aborted) continue
      const arrival = new Arrival(this.#part(manifest), manifest.bytes)
      coming.push({ manifest, arrival })
      progress.expect(manifest.shape, manifest.bytes, arrival.size)
    }
    const lanes = new Lanes(atOnce)
    const fills = coming.map(async (one) => {
      const filled = await lanes.use(() => this.#fill(one, progress, signal))
      if (filled) onShape(one.manifest.shape)
    })
    const [, ...ended] = await Promise.allSettled([this.#fetchAll(coming, progress, signal), ...fills])
    for (const end of ended) if (end.status === 'rejected') throw end.reason
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
  async #fill({ manifest, arrival }: Coming, progress: FillProgress, signal: AbortSignal): Promise<boolean> {
    const { work, folder, workerFile } = this.#ports
    const { shape } = manifest
    if (signal.aborted) return false
    const began = work.ports.clock.monotonic()
    const target = nextFile(folder, shape)
    const { key } = work.store.place
    const filler = new CacheFiller(workerFile, { ...manifest, target, key }, (rows) =>
      progress.rows(shape, rows),
    )
    const stop = () => void filler.stop()
    signal.addEventListener('abort', stop)
    try {
      for await (const chunk of arrival.chunks()) if (!(await filler.give(chunk))) break
      if (signal.aborted) return false
      const refused = await filler.end()
      if (signal.aborted) return false
      PartFile.remove(this.#partPath(shape))
      if (refused !== null) {
        this.#byPages(shape, refused)
        return false
      }
      work.store.swapIn(shape, target)
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
      signal.removeEventListener('abort', stop)
      await filler.stop()
      removeDb(target)
    }
  }

  /** Fetches one copy after the other; each reader is told how its own ended. */
  async #fetchAll(coming: readonly Coming[], progress: FillProgress, signal: AbortSignal): Promise<void> {
    let broken: unknown = null
    for (const one of coming) {
      try {
        if (broken === null && !signal.aborted) await this.#fetch(one, progress, signal)
        one.arrival.end(signal.aborted ? null : broken)
      } catch (error) {
        one.arrival.end(error)
        // What is wrong with this copy or the disk says nothing of the line.
        if (!isDiskFull(error) && !isCode(error, 'NO_SNAPSHOT')) broken = error
      }
    }
  }

  /** Brings what is not here yet. Throws what the network said, unless `signal` aborted. */
  async #fetch(
    { manifest: { shape, sha256 }, arrival }: Coming,
    progress: FillProgress,
    signal: AbortSignal,
  ): Promise<void> {
    if (arrival.whole) return
    const from = { from: arrival.size, etag: `"${sha256}"` }
    const body = await this.#ports.tokens.download(snapshotPath(shape, sha256), from, signal)
    const reader = body.getReader()
    try {
      for (;;) {
        const { done, value } = await reader.read()
        if (done || signal.aborted) return
        arrival.append(value)
        this.fetched += value.byteLength
        progress.bytes(shape, value.byteLength)
        // More than was said is enough for a refusal.
        if (arrival.unwanted) return
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
