import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { constants, createZstdCompress } from 'node:zlib'
import type { Entity } from '#domain/entities.ts'
import { type SnapshotManifest, snapshotWindowLog } from '#wire/snapshot.ts'
import { ImageMaker } from './image-maker.ts'

/** Smaller by a tenth than the default at a third more time: it is made once and fetched by every console. */
const level = 6

export type SnapshotMade = Pick<SnapshotManifest, 'bytes' | 'rawBytes' | 'rows' | 'sha256'>

/** Writes one snapshot file: images, zstd, SHA-256. The file must not exist; `end` leaves it on the disk. */
export class SnapshotWriter {
  readonly #out: number
  readonly #hash = createHash('sha256')
  readonly #zip = createZstdCompress({
    params: {
      [constants.ZSTD_c_compressionLevel]: level,
      [constants.ZSTD_c_windowLog]: snapshotWindowLog,
    },
  })
  readonly #maker = new ImageMaker((image) => this.#pack(image))
  #bytes = 0
  #rawBytes = 0

  constructor(file: string) {
    this.#out = openSync(file, 'wx', 0o600)
    this.#zip.on('data', (chunk: Buffer) => {
      this.#hash.update(chunk)
      writeSync(this.#out, chunk)
      this.#bytes += chunk.length
    })
  }

  /** Rows of one kind as a JSON array; kinds one after the other, rows by id. */
  take(entity: Entity, json: string): Promise<void> {
    return this.#maker.take(entity, json)
  }

  async end(): Promise<SnapshotMade> {
    const rows = await this.#maker.end()
    const ended = once(this.#zip, 'end')
    this.#zip.end()
    await ended
    fsyncSync(this.#out)
    closeSync(this.#out)
    return { bytes: this.#bytes, rawBytes: this.#rawBytes, rows, sha256: this.#hash.digest('hex') }
  }

  async #pack(image: Buffer): Promise<void> {
    const length = Buffer.alloc(4)
    length.writeUInt32LE(image.length)
    this.#rawBytes += length.length + image.length
    this.#zip.write(length)
    if (!this.#zip.write(image)) await once(this.#zip, 'drain')
  }
}
