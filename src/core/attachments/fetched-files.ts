import { createHash, type Hash } from 'node:crypto'
import { type BlobFolder, type OpenBlob, sealedPieceBytes } from './blob-folder.ts'

type Fetching = { blob: OpenBlob; hash: Hash; have: number }

/** More at once than this are only read, not kept. */
const fetchingMax = 4

/** Files that are being read from the desk, kept as they pass by if they come whole, in order and as their hash says. */
export class FetchedFiles {
  readonly #blobs: BlobFolder
  readonly #fetching = new Map<string, Fetching>()

  constructor(blobs: BlobFolder) {
    this.#blobs = blobs
  }

  /** A piece went by. Without room on the disk, out of order or of another size, the file is just not kept. */
  keep(sha256: string, at: number, size: number, data: Buffer): void {
    try {
      const fetching = this.#fetching.get(sha256) ?? this.#begin(sha256, at)
      if (!fetching) return
      const last = at + data.length === size
      if (at !== fetching.have || (data.length !== sealedPieceBytes && !last)) {
        this.#discard(sha256)
        return
      }
      if (data.length > 0) fetching.blob.write(data)
      fetching.hash.update(data)
      fetching.have += data.length
      if (last) this.#finish(sha256, fetching)
    } catch {
      this.#discard(sha256)
    }
  }

  discardAll(): void {
    for (const sha256 of [...this.#fetching.keys()]) this.#discard(sha256)
  }

  #begin(sha256: string, at: number): Fetching | null {
    if (at !== 0 || this.#fetching.size >= fetchingMax) return null
    const begun = { blob: this.#blobs.begin(), hash: createHash('sha256'), have: 0 }
    this.#fetching.set(sha256, begun)
    return begun
  }

  #finish(sha256: string, { blob, hash }: Fetching): void {
    this.#fetching.delete(sha256)
    if (hash.digest('hex') === sha256) blob.finish(sha256)
    else blob.discard()
  }

  #discard(sha256: string): void {
    this.#fetching.get(sha256)?.blob.discard()
    this.#fetching.delete(sha256)
  }
}
