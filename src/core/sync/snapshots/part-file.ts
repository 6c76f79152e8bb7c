import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { appendFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { z } from 'zod'
import type { DbKey } from '../../files/encrypted-db.ts'

const note = z.object({ sha256: z.string(), nonce: z.string().regex(/^[0-9a-f]{32}$/) })

/** Bytes of an AES block: the counter counts these. */
const block = 16
/** Read at once. */
const readBytes = 256 * 1024

/**
 * What has come of a snapshot so far, kept so that a cut or a restart costs nothing twice. Encrypted with a key made
 * of the cache's (AES-256 in counter mode, which goes on from any byte); whether it is whole and right the hash tells.
 */
export class PartFile {
  readonly #file: string
  readonly #key: Buffer
  readonly #nonce: Buffer
  #size: number

  /** Goes on with the part of this very file, or begins anew. `path` without an ending. */
  constructor(path: string, sha256: string, key: DbKey) {
    this.#file = `${path}.part`
    const noteFile = `${path}.json`
    const known = readNote(noteFile)
    if (known?.sha256 === sha256) {
      this.#nonce = Buffer.from(known.nonce, 'hex')
      this.#size = statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0
    } else {
      this.#nonce = randomBytes(block)
      this.#size = 0
      rmSync(this.#file, { force: true })
      writeFileSync(noteFile, JSON.stringify({ sha256, nonce: this.#nonce.toString('hex') }), { mode: 0o600 })
    }
    this.#key = Buffer.from(
      hkdfSync('sha256', Buffer.from(key, 'hex'), this.#nonce, 'pult snapshot part', 32),
    )
  }

  get size(): number {
    return this.#size
  }

  append(chunk: Uint8Array): void {
    appendFileSync(this.#file, this.#cipherAt(this.#size)(chunk), { mode: 0o600 })
    this.#size += chunk.byteLength
  }

  /** What is there, in plain, from the first byte; then what is appended meanwhile, as long as `more` answers true. */
  async *read(more: () => Promise<boolean>): AsyncGenerator<Uint8Array> {
    const decipher = this.#cipherAt(0)
    let file: FileHandle | null = null
    try {
      for (let at = 0; ; ) {
        if (at === this.#size) {
          if (await more()) continue
          return
        }
        file ??= await open(this.#file)
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(readBytes), 0, readBytes, at)
        if (bytesRead === 0) throw new Error('the part of a snapshot is shorter than it was')
        at += bytesRead
        yield decipher(buffer.subarray(0, bytesRead))
      }
    } finally {
      await file?.close()
    }
  }

  static remove(path: string): void {
    for (const ending of ['.part', '.json']) rmSync(path + ending, { force: true })
  }

  /** The same both ways: counter mode. */
  #cipherAt(offset: number): (bytes: Uint8Array) => Buffer {
    const counter =
      (BigInt(`0x${this.#nonce.toString('hex')}`) + BigInt(Math.floor(offset / block))) % 2n ** 128n
    const iv = Buffer.from(counter.toString(16).padStart(32, '0'), 'hex')
    const cipher = createCipheriv('aes-256-ctr', this.#key, iv)
    cipher.update(Buffer.alloc(offset % block))
    return (bytes) => cipher.update(bytes)
  }
}

function readNote(file: string): z.infer<typeof note> | null {
  try {
    return note.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}
