import { imageBytesMax } from '#wire/snapshot.ts'
import { Refused } from './refused.ts'

/** Cuts a stream of bytes into its images: four bytes of length, then so many of a database. */
export class ImageReader {
  readonly #give: (image: Buffer) => void
  #parts: Buffer[] = []
  #have = 0
  #want: number | null = null

  constructor(give: (image: Buffer) => void) {
    this.#give = give
  }

  push(bytes: Buffer): void {
    this.#parts.push(bytes)
    this.#have += bytes.length
    for (;;) {
      if (this.#want === null) {
        if (this.#have < 4) return
        this.#want = this.#cut(4).readUInt32LE()
        if (this.#want > imageBytesMax || this.#want === 0) throw new Refused('form')
      }
      if (this.#have < this.#want) return
      const image = this.#cut(this.#want)
      this.#want = null
      this.#give(image)
    }
  }

  /** Throws when the stream ended inside an image. */
  end(): void {
    if (this.#have > 0 || this.#want !== null) throw new Refused('form')
  }

  #cut(length: number): Buffer {
    const all = this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts)
    const rest = all.subarray(length)
    this.#parts = rest.length > 0 ? [rest] : []
    this.#have = rest.length
    return all.subarray(0, length)
  }
}
