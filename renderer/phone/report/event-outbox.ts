import type { CallEvent } from '#domain/call/call-event.ts'
import type { CallId } from '#domain/ids.ts'

/** The bridge takes so many at once. */
const batchMax = 100
/** A core that is away for so long is not coming; the oldest news goes, and the call log on the PBX has it. */
const keptMax = 20_000

/**
 * Call events on their way to the core, in order, none lost while it is away. What a core confirmed is kept until its call is
 * over: a core that comes back after a crash is told its live calls from their beginning (it absorbs repeats).
 */
export class EventOutbox {
  #entries: { event: CallEvent; confirmed: boolean }[] = []

  add(event: CallEvent): void {
    this.#entries.push({ event, confirmed: false })
    if (this.#entries.length > keptMax) this.#entries.shift()
  }

  /** The next to send, oldest first; empty when all is confirmed. */
  next(): CallEvent[] {
    return this.#entries
      .filter(({ confirmed }) => !confirmed)
      .slice(0, batchMax)
      .map(({ event }) => event)
  }

  confirm(events: readonly CallEvent[]): void {
    const sent = new Set(events)
    for (const entry of this.#entries) if (sent.has(entry.event)) entry.confirmed = true
    const over = new Set<CallId>()
    for (const { event, confirmed } of this.#entries)
      if (confirmed && event.type === 'ended') over.add(event.callId)
    this.#entries = this.#entries.filter(({ event, confirmed }) => !confirmed || !over.has(event.callId))
  }

  /** Another core: what belongs to calls that are not over is told again. */
  rewind(): void {
    for (const entry of this.#entries) entry.confirmed = false
  }

  get size(): number {
    return this.#entries.length
  }
}
