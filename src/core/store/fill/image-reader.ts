import { imageBytesMax } from '#wire/snapshot.ts'
import { Refused } from './refused.ts'

/**
 * Cuts a stream of bytes into its images: four bytes of length, then so many of a database. What is given is valid
 * until `give` returns: the next image lies in the same memory.
 */
export class ImageReader {
  readonly #give: (image: Buffer) => void
  readonly #length = Buffer.alloc(4)
  #image = Buffer.alloc(0)
  #have = 0
  #want: number | null = null

  constructor(give: (image: Buffer) => void) {
    this.#give = give
  }

  push(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      const into = this.#want === null ? this.#length : this.#image
      const copied = bytes.copy(into, this.#have, at, at + (this.#want ?? 4) - this.#have)
      at += copied
      this.#have += copied
      if (this.#have < (this.#want ?? 4)) return
      this.#have = 0
      if (this.#want === null) this.#begin(this.#length.readUInt32LE())
      else {
        const image = this.#image.subarray(0, this.#want)
        this.#want = null
        this.#give(image)
      }
    }
  }

  /** Throws when the stream ended inside an image. */
  end(): void {
    if (this.#have > 0 || this.#want !== null) throw new Refused('form')
  }

  #begin(want: number): void {
    if (want > imageBytesMax || want === 0) throw new Refused('form')
    if (want > this.#image.length) this.#image = Buffer.allocUnsafeSlow(want)
    this.#want = want
  }
}
