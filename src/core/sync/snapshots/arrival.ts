import type { PartFile } from './part-file.ts'

/** A copy on its way: who fetches appends, who works it in reads behind; the disk lies between, so neither waits. */
export class Arrival {
  readonly #part: PartFile
  readonly #total: number
  #over = false
  #error: unknown = null
  #unwanted = false
  #wake = () => {}

  /** `total`: bytes of the whole. */
  constructor(part: PartFile, total: number) {
    this.#part = part
    this.#total = total
    this.#over = this.whole
  }

  /** Bytes that are here. */
  get size(): number {
    return this.#part.size
  }

  /** As much is here as was said, or more: that is for the reader to refuse. */
  get whole(): boolean {
    return this.#part.size >= this.#total
  }

  /** The reader has what it needs, or wants no more of it. */
  get unwanted(): boolean {
    return this.#unwanted
  }

  append(chunk: Uint8Array): void {
    this.#part.append(chunk)
    this.#wake()
  }

  /** No more comes; `error` says why it is not whole. */
  end(error: unknown = null): void {
    if (this.#over) return
    this.#over = true
    this.#error = error
    this.#wake()
  }

  /** Everything from the first byte, as it comes. Throws what `end` was told, once all that is here was read. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    try {
      yield* this.#part.read(async () => {
        const size = this.#part.size
        while (!this.#over && this.#part.size === size)
          await new Promise<void>((resolve) => {
            this.#wake = resolve
          })
        return this.#part.size > size
      })
      if (this.#error !== null) throw this.#error
    } finally {
      this.#unwanted = true
    }
  }
}
