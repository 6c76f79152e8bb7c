/** So long one slice may keep the page, ms: half a frame, the other half is the dispatcher's. */
const sliceMs = 8
/** The next slice comes with the next frame, ms. */
const frameMs = 16

export type SlicesPorts = {
  /** ms, only forwards. */
  clock: () => number
  after: (ms: number, then: () => void) => () => void
}

/** Work that comes in storms (a PBX that restarts tells of every phone at once), done a little a frame, in order. */
export class Slices<Item> {
  readonly #ports: SlicesPorts
  readonly #work: (item: Item) => void
  readonly #sliceDone: () => void
  readonly #waiting: Item[] = []
  #planned = false

  constructor(ports: SlicesPorts, work: (item: Item) => void, sliceDone: () => void) {
    this.#ports = ports
    this.#work = work
    this.#sliceDone = sliceDone
  }

  add(item: Item): void {
    this.#waiting.push(item)
    this.#plan(0)
  }

  clear(): void {
    this.#waiting.length = 0
  }

  #plan(ms: number): void {
    if (this.#planned) return
    this.#planned = true
    this.#ports.after(ms, () => this.#slice())
  }

  #slice(): void {
    this.#planned = false
    const end = this.#ports.clock() + sliceMs
    while (this.#waiting.length > 0) {
      this.#work(this.#waiting.shift() as Item)
      if (this.#ports.clock() >= end) break
    }
    this.#sliceDone()
    if (this.#waiting.length > 0) this.#plan(frameMs)
  }
}
