import type { Call } from '#domain/call/call.ts'
import type { CallEvent } from '#domain/call/call-event.ts'
import { nextCall } from '#domain/call/next-call.ts'
import type { CallId } from '#domain/ids.ts'
import { Emitter } from '#shared/emitter.ts'

/** A call that is over stays on the strip so long: time to read how it ended. */
const forgetMs = 10_000
/** Nobody reads more ends than these; under a storm of unreadable calls the list, and the work on it, must not grow. */
const overKept = 16

/** The calls as the reducer sees them, in the order they began. Every event passes here first. */
export class CallBook {
  readonly events = new Emitter<CallEvent>()
  readonly changed = new Emitter<void>()
  readonly #calls = new Map<CallId, Call>()
  /** Folded, and not yet told to everybody. */
  readonly #untold: CallEvent[] = []
  #telling = false
  readonly #after: (ms: number, then: () => void) => () => void

  constructor(after: (ms: number, then: () => void) => () => void) {
    this.#after = after
  }

  get calls(): Call[] {
    return [...this.#calls.values()]
  }

  get(id: CallId): Call | null {
    return this.#calls.get(id) ?? null
  }

  /** Folds one event; what changes nothing is told to nobody. */
  tell(event: CallEvent): void {
    const before = this.get(event.callId)
    const after = nextCall(before, event)
    if (after === null || after === before) return
    this.#calls.set(event.callId, after)
    this.#untold.push(event)
    this.#tellInOrder()
    this.changed.emit()
    if (after.state === 'over' && before?.state !== 'over') this.#onOver(after.id)
  }

  /** A call of a phone page before this one, as the core knows it; its story goes on with the next event. */
  restore(call: Call): void {
    this.#calls.set(call.id, call)
    this.changed.emit()
  }

  /** Who hears an event may end the call at once (do-not-disturb): everybody still hears the beginning first. */
  #tellInOrder(): void {
    if (this.#telling) return
    this.#telling = true
    try {
      for (let next = this.#untold.shift(); next; next = this.#untold.shift()) this.events.emit(next)
    } finally {
      this.#telling = false
    }
  }

  #onOver(id: CallId): void {
    this.#forgetLater(id)
    const over = this.calls.filter(({ state }) => state === 'over')
    for (const call of over.slice(0, -overKept)) this.#calls.delete(call.id)
  }

  #forgetLater(id: CallId): void {
    this.#after(forgetMs, () => {
      this.#calls.delete(id)
      this.changed.emit()
    })
  }
}
