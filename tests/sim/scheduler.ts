/** A Wednesday, 10:00 in Moscow. */
const start = Date.parse('2026-11-18T07:00:00Z')

interface Due {
  at: number
  order: number
  run: (() => void) | null
}

/**
 * The only clock there is: time stands until what is under way has come to a rest, then leaps to the next thing that is
 * due. What is due at the same moment runs in the order it was asked for.
 */
export class Scheduler {
  #now = start
  #order = 0
  readonly #heap: Due[] = []
  events = 0

  readonly now = (): number => this.#now
  /** ms since the beginning. */
  get elapsed(): number {
    return this.#now - start
  }

  /** Calls back once after `ms`; answers the way to cancel. */
  readonly after = (ms: number, run: () => void): (() => void) => {
    const due: Due = { at: this.#now + Math.max(0, ms), order: this.#order++, run }
    this.#push(due)
    return () => {
      due.run = null
    }
  }

  readonly pause = (ms: number): Promise<void> => new Promise((resolve) => this.after(ms, resolve))

  /** Runs until `done` says so (asked after each event) or `untilMs` since the beginning is over. Answers whether it was done. */
  run(untilMs: number, done: () => boolean): Promise<boolean> {
    const end = start + untilMs
    return new Promise((resolve, reject) => {
      const turn = () => {
        try {
          if (done()) return resolve(true)
          const due = this.#pop(end)
          if (due === null) {
            this.#now = Math.max(this.#now, end)
            return resolve(done())
          }
          this.#now = Math.max(this.#now, due.at)
          this.events++
          due.run?.()
        } catch (error) {
          return reject(error)
        }
        // Every promise that this resolved runs on before the next event.
        setImmediate(turn)
      }
      setImmediate(turn)
    })
  }

  /** The next thing due before `end` that was not cancelled. */
  #pop(end: number): Due | null {
    for (;;) {
      const top = this.#heap[0]
      if (top === undefined || top.at > end) return null
      this.#shift()
      if (top.run !== null) return top
    }
  }

  #push(due: Due): void {
    const heap = this.#heap
    let at = heap.push(due) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (before(heap[parent] as Due, due)) break
      heap[at] = heap[parent] as Due
      at = parent
    }
    heap[at] = due
  }

  #shift(): void {
    const heap = this.#heap
    const last = heap.pop() as Due
    if (heap.length === 0) return
    let at = 0
    for (;;) {
      let child = at * 2 + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1] as Due, heap[child] as Due)) child++
      if (before(last, heap[child] as Due)) break
      heap[at] = heap[child] as Due
      at = child
    }
    heap[at] = last
  }
}

const before = (a: Due, b: Due) => a.at < b.at || (a.at === b.at && a.order < b.order)
