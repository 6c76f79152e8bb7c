/** What became of each change, by its number: when it was committed, and when and how often each reader saw it. */
export class ChangeLedger {
  readonly #committedAt: Float64Array
  readonly #readers: { name: string; seenAt: Float64Array; times: Uint8Array; seen: number }[]
  #given = 0
  committed = 0

  /** `most`: numbers ever given, those of transactions that are taken back included. */
  constructor(most: number, readers: readonly string[]) {
    this.#committedAt = new Float64Array(most)
    this.#readers = readers.map((name) => ({
      name,
      seenAt: new Float64Array(most),
      times: new Uint8Array(most),
      seen: 0,
    }))
  }

  give(): number {
    if (this.#given === this.#committedAt.length) throw new Error('more changes than were reckoned with')
    return this.#given++
  }

  /** The commit of these changes was answered at `at`, ms. */
  commit(numbers: readonly number[], at: number): void {
    for (const number of numbers) this.#committedAt[number] = at
    this.committed += numbers.length
  }

  saw(reader: number, number: number, at: number): void {
    const { seenAt, times } = this.#reader(reader)
    if (times[number] === 0) {
      seenAt[number] = at
      this.#reader(reader).seen += 1
    }
    times[number] = Math.min(255, (times[number] ?? 0) + 1)
  }

  seen(reader: number): number {
    return this.#reader(reader).seen
  }

  /** Sorted ms from the answer of a commit to the row at the reader, of changes committed outside the given times. */
  lags(reader: number, outside: readonly { from: number; to: number }[]): number[] {
    const { seenAt, times } = this.#reader(reader)
    const lags: number[] = []
    for (let number = 0; number < this.#given; number++) {
      const at = this.#committedAt[number] ?? 0
      if (at === 0 || times[number] === 0 || outside.some(({ from, to }) => at >= from && at <= to)) continue
      lags.push(Math.max(0, (seenAt[number] ?? 0) - at))
    }
    return lags.sort((a, b) => a - b)
  }

  /** How many changes a reader missed, saw twice, or saw although they were taken back. */
  verdict(reader: number): { reader: string; missed: number; doubled: number; ghosts: number } {
    const { name, times } = this.#reader(reader)
    const verdict = { reader: name, missed: 0, doubled: 0, ghosts: 0 }
    for (let number = 0; number < this.#given; number++) {
      const there = (this.#committedAt[number] ?? 0) > 0
      if (there && times[number] === 0) verdict.missed += 1
      if ((times[number] ?? 0) > 1) verdict.doubled += 1
      if (!there && (times[number] ?? 0) > 0) verdict.ghosts += 1
    }
    return verdict
  }

  #reader(nth: number) {
    const reader = this.#readers[nth]
    if (reader === undefined) throw new Error(`there is no reader ${nth}`)
    return reader
  }
}
