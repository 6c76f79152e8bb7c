import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Shape } from '#domain/entities.ts'
import type { SpaceId } from '#domain/ids.ts'
import { type SnapshotManifest, snapshotManifest } from '#wire/snapshot.ts'

/** A console that fetches the one before the newest may end in peace. */
const kept = 2
/** No file is in the making for so long. */
const makingMs = 3_600_000

/**
 * The snapshot files of this desk: `<folder>/<space>/<shape>/<sha256>.zst`, each with its manifest beside it. Nodes
 * that share the folder see each other's.
 */
export class SnapshotShelf {
  readonly #root: string

  constructor(root: string) {
    this.#root = root
  }

  /** Where files of a shape are made; there after this. */
  folder(spaceId: SpaceId, shape: Shape): string {
    // An id may hold anything: as a folder's name it is only letters and digits.
    const folder = join(this.#root, Buffer.from(spaceId).toString('hex'), shape)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return folder
  }

  /** Newest first. */
  list(spaceId: SpaceId, shape: Shape): SnapshotManifest[] {
    const folder = this.folder(spaceId, shape)
    const manifests = readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => {
        const read = readManifest(join(folder, name))
        return read === null || !isWhole(folder, read) ? [] : [read]
      })
    return manifests.sort((a, b) => b.at - a.at)
  }

  /** The file of a manifest that is here, or null. */
  file(spaceId: SpaceId, shape: Shape, sha256: string): { path: string; bytes: number } | null {
    const path = join(this.folder(spaceId, shape), `${sha256}.zst`)
    const size = statSync(path, { throwIfNoEntry: false })?.size
    return size === undefined ? null : { path, bytes: size }
  }

  /** Publishes a file that lies in the folder, and removes those that are too old. */
  async publish(spaceId: SpaceId, manifest: SnapshotManifest): Promise<void> {
    const folder = this.folder(spaceId, manifest.shape)
    const name = join(folder, `${manifest.sha256}.json`)
    const making = join(folder, `making-${randomUUID()}`)
    await writeFile(making, JSON.stringify(manifest), { mode: 0o600, flush: true })
    await rename(making, name)
    for (const { sha256 } of this.list(spaceId, manifest.shape).slice(kept)) {
      rmSync(join(folder, `${sha256}.json`), { force: true })
      rmSync(join(folder, `${sha256}.zst`), { force: true })
    }
  }

  /** Removes what a desk that died left half made; what is young another node may be making. */
  sweep(spaceId: SpaceId, shape: Shape, now: number): void {
    const folder = this.folder(spaceId, shape)
    const whole = new Set(this.list(spaceId, shape).map(({ sha256 }) => sha256))
    for (const name of readdirSync(folder)) {
      const path = join(folder, name)
      const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now
      if (!whole.has(name.replace(/\.(zst|json)$/, '')) && now - touched > makingMs)
        rmSync(path, { force: true })
    }
  }
}

function readManifest(file: string): SnapshotManifest | null {
  try {
    return snapshotManifest.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

const isWhole = (folder: string, { sha256, bytes }: SnapshotManifest) =>
  statSync(join(folder, `${sha256}.zst`), { throwIfNoEntry: false })?.size === bytes
