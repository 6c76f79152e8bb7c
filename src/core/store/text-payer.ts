import { isDiskFull } from '../files/encrypted-db.ts'
import type { Clock, Log } from '../ports.ts'
import { scannedMax } from './owed-texts.ts'
import type { Store } from './store.ts'

/** A slice holds the thread that answers windows: it should take about so long, and as long a pause follows. */
const sliceMs = 8
/** Pages that come one after the other go first… */
const quietMs = 40
/** …but not longer than this: a busy day must not leave the search behind. */
const patienceMs = 400
/** Rows of a slice: the first one guesses, the next ones know how long the last took. */
const rows = { first: 20, min: 5, max: 100 }
/** How often the window is told at most. */
const tellEveryMs = 500
/** The disk said no: it is asked again when somebody may have made room. */
const againMs = 60_000

type Debtor = Pick<Store, 'onOwed' | 'payTexts' | 'mayOweTexts' | 'textsOwed'>

/** Pays the full text that is owed, slice by slice, when nothing else is to be done. */
export class TextPayer {
  readonly #store: Debtor
  readonly #clock: Clock
  readonly #log: Log
  /** Told the per cent that is built while finds may lack something; null: they lack nothing. */
  readonly #told: (percent: number | null) => void
  #rows = rows.first
  #cancel: (() => void) | null = null
  #lastOwed = 0
  /** The largest debt since there was none. */
  #most = 0
  #lastTold = Number.NEGATIVE_INFINITY
  #waitsSince = 0
  #closed = false

  constructor(
    store: Debtor,
    { clock, log }: { clock: Clock; log: Log },
    told: (percent: number | null) => void,
  ) {
    this.#store = store
    this.#clock = clock
    this.#log = log
    this.#told = told
    store.onOwed(() => this.#wake())
    this.#wake()
  }

  close(): void {
    this.#cancel?.()
    this.#cancel = null
    this.#closed = true
  }

  #wake(): void {
    this.#lastOwed = this.#clock.monotonic()
    if (this.#cancel !== null || this.#closed) return
    this.#waitsSince = this.#lastOwed
    this.#after(quietMs)
  }

  #after(ms: number): void {
    this.#cancel = this.#clock.after(ms, () => this.#slice())
  }

  #slice(): void {
    const began = this.#clock.monotonic()
    const quietIn = this.#lastOwed + quietMs - began
    if (quietIn > 0 && began - this.#waitsSince < patienceMs) {
      this.#after(quietIn)
      return
    }
    try {
      const paid = this.#store.payTexts(this.#rows)
      const ms = this.#clock.monotonic() - began
      this.#cancel = null
      this.#waitsSince = began
      const isPaid = !this.#store.mayOweTexts
      this.#tell(isPaid ? 0 : null)
      if (isPaid) return
      // By half or double at most: one slice may have been lucky, or others had the processor meanwhile.
      const fit = ms > 0 ? (paid * sliceMs) / ms : rows.max
      const near = Math.min(Math.max(fit, this.#rows / 2), this.#rows * 2)
      this.#rows = Math.round(Math.min(Math.max(near, rows.min), rows.max))
      this.#after(Math.min(Math.max(ms, 1), 2 * sliceMs))
    } catch (error) {
      if (!isDiskFull(error)) this.#log.surprise('search.pay', error)
      this.#after(againMs)
    }
  }

  /** `left`: known without counting. */
  #tell(left: number | null): void {
    const now = this.#clock.monotonic()
    if (left === null && now - this.#lastTold < tellEveryMs) return
    this.#lastTold = now
    const owed = left ?? this.#store.textsOwed
    this.#most = owed === 0 ? 0 : Math.max(this.#most, owed)
    this.#told(owed > scannedMax ? Math.floor((1 - owed / this.#most) * 100) : null)
  }
}
