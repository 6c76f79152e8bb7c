/** A value that can be followed: what it is now, then each next one. */
export class Piece<Value> {
  #value: Value
  readonly #listeners = new Set<() => void>()

  constructor(value: Value) {
    this.#value = value
  }

  get(): Value {
    return this.#value
  }

  set(value: Value): void {
    this.#value = value
    for (const listener of [...this.#listeners]) listener()
  }

  change(how: (now: Value) => Value): void {
    this.set(how(this.#value))
  }

  async *follow(signal: AbortSignal | undefined): AsyncGenerator<Value> {
    const queue: Value[] = [this.#value]
    let wake = () => {}
    const listener = () => {
      queue.push(this.#value)
      wake()
    }
    this.#listeners.add(listener)
    signal?.addEventListener('abort', () => wake(), { once: true })
    try {
      while (!signal?.aborted) {
        const next = queue.shift()
        if (next !== undefined) yield next
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    } finally {
      this.#listeners.delete(listener)
    }
  }
}
