import { packetMs } from './a-law.ts'

/** After a stall longer than this the missed packets are not sent: a burst of old sound helps nobody. */
const longestCatchUp = 10

/**
 * One beat of 20 ms for everything that plays. It follows the monotonic clock: timers come late, and a sender that
 * trusts them falls behind by some percent. It beats only while somebody listens.
 */
export class Pacer {
  readonly #listeners = new Set<() => void>()
  #timer: NodeJS.Timeout | null = null
  #next = 0

  /** Calls `beat` once every 20 ms until the returned function is called. */
  start(beat: () => void): () => void {
    const own = () => beat()
    this.#listeners.add(own)
    if (!this.#timer) {
      this.#next = performance.now()
      // Twice a packet, so that a late timer still makes up for it within the same packet.
      this.#timer = setInterval(() => this.#tick(), packetMs / 2)
    }
    return () => {
      this.#listeners.delete(own)
      if (this.#listeners.size === 0) this.close()
    }
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    this.#listeners.clear()
  }

  #tick(): void {
    const now = performance.now()
    const late = Math.floor((now - this.#next) / packetMs)
    if (late > longestCatchUp) this.#next += (late - 1) * packetMs
    while (this.#next <= now) {
      this.#next += packetMs
      for (const beat of [...this.#listeners]) beat()
    }
  }
}
