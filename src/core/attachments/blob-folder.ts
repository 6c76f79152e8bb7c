import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

/** Plain bytes of one sealed piece; with nonce and tag it is 28 bytes more on the disk. */
export const sealedPieceBytes = 256 * 1024
const nonceBytes = 12
const tagBytes = 16
const onDisk = sealedPieceBytes + nonceBytes + tagBytes

/** A file being written; it has no name until its content is known. */
export interface OpenBlob {
  readonly id: string
  /** Adds the next bytes, at most one piece at a time; all but the last piece are full. */
  write(bytes: Uint8Array): void
  /** Durable under its hash from here on. */
  finish(sha256: string): void
  discard(): void
}

/**
 * Files of tickets on this machine, each piece sealed by AES-256-GCM under a nonce of its own, the piece's place bound
 * in. Names tell nothing: they are a keyed hash of the content's. A piece that was touched does not open.
 */
export class BlobFolder {
  readonly #folder: string
  #key: Buffer

  /** `key`: 32 bytes as hex. What earlier writes left unfinished is removed. */
  constructor(folder: string, key: string) {
    this.#folder = folder
    this.#key = Buffer.from(key, 'hex')
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    for (const name of readdirSync(folder)) if (name.endsWith('.new')) rmSync(join(folder, name))
  }

  begin(): OpenBlob {
    const id = randomBytes(16).toString('hex')
    const path = join(this.#folder, `${id}.new`)
    const file = openSync(path, 'wx', 0o600)
    let pieces = 0
    return {
      id,
      write: (bytes) => {
        writeSync(file, this.#seal(bytes, pieces))
        pieces += 1
      },
      finish: (sha256) => {
        fsyncSync(file)
        closeSync(file)
        renameSync(path, this.#path(sha256))
      },
      discard: () => {
        closeSync(file)
        rmSync(path, { force: true })
      },
    }
  }

  /** The `nth` piece; null past the end, when the file is not there, or when it was touched (it is removed then). */
  piece(sha256: string, nth: number): Buffer | null {
    const path = this.#path(sha256)
    if (!existsSync(path)) return null
    const file = openSync(path, 'r')
    try {
      const sealed = Buffer.alloc(onDisk)
      const length = readSync(file, sealed, 0, onDisk, nth * onDisk)
      return length === 0 ? null : this.#open(sealed.subarray(0, length), nth)
    } catch {
      rmSync(path, { force: true })
      return null
    } finally {
      closeSync(file)
    }
  }

  /** Plain bytes of a file; null: it is not here. */
  sizeOf(sha256: string): number | null {
    const path = this.#path(sha256)
    if (!existsSync(path)) return null
    const { size } = statSync(path)
    return size - Math.ceil(size / onDisk) * (nonceBytes + tagBytes)
  }

  /** It was used now: the least used go first. */
  touch(sha256: string, now: number): void {
    const path = this.#path(sha256)
    if (existsSync(path)) utimesSync(path, now / 1000, now / 1000)
  }

  remove(sha256: string): void {
    rmSync(this.#path(sha256), { force: true })
  }

  /** Lets go of the least used until the folder holds `bytesMax`; `keep` are not touched. */
  tidy(bytesMax: number, keep: readonly string[]): void {
    const kept = new Set(keep.map((sha256) => this.#name(sha256)))
    const files = readdirSync(this.#folder)
      .filter((name) => name.endsWith('.blob'))
      .map((name) => ({ name, ...sizeAndAge(join(this.#folder, name)) }))
      .sort((a, b) => a.usedAt - b.usedAt)
    let total = files.reduce((sum, { bytes }) => sum + bytes, 0)
    for (const { name, bytes } of files) {
      if (total <= bytesMax) return
      if (kept.has(name)) continue
      rmSync(join(this.#folder, name), { force: true })
      total -= bytes
    }
  }

  /** Everything goes; what a disk may still hold of it opens with no key any more. */
  wipe(key: string): void {
    rmSync(this.#folder, { recursive: true, force: true })
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    this.#key = Buffer.from(key, 'hex')
  }

  #name(sha256: string): string {
    return `${createHmac('sha256', this.#key).update(sha256).digest('hex')}.blob`
  }

  #path(sha256: string): string {
    return join(this.#folder, this.#name(sha256))
  }

  #seal(bytes: Uint8Array, nth: number): Buffer {
    const nonce = randomBytes(nonceBytes)
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(placeOf(nth))
    const sealed = Buffer.concat([cipher.update(bytes), cipher.final()])
    return Buffer.concat([nonce, sealed, cipher.getAuthTag()])
  }

  #open(sealed: Buffer, nth: number): Buffer {
    const nonce = sealed.subarray(0, nonceBytes)
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce)
      .setAAD(placeOf(nth))
      .setAuthTag(sealed.subarray(-tagBytes))
    return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()])
  }
}

/** Pieces of a file cannot change places. */
function placeOf(nth: number): Buffer {
  const place = Buffer.alloc(4)
  place.writeUInt32BE(nth)
  return place
}

function sizeAndAge(path: string): { bytes: number; usedAt: number } {
  const { size, mtimeMs } = statSync(path)
  return { bytes: size, usedAt: mtimeMs }
}
