import type { Bridge } from './bridge.ts'
import type { Party } from './party.ts'

/** Calls left in slots: whoever dials the slot has them. They wait, with music, until then or until they hang up. */
export class ParkingLot {
  readonly #bridge: Bridge
  readonly #slots: readonly string[]
  readonly #parked = new Map<string, { party: Party; leave(): void }>()

  constructor(bridge: Bridge, slots: readonly string[]) {
    this.#bridge = bridge
    this.#slots = slots
  }

  get isFull(): boolean {
    return this.#parked.size === this.#slots.length
  }

  has(slot: string): boolean {
    return this.#slots.includes(slot)
  }

  /** Puts a party, who talks with nobody, into the first free slot; null when there is none. */
  park(party: Party): string | null {
    const slot = this.#slots.find((one) => !this.#parked.has(one))
    if (slot === undefined) return null
    const stops = [this.#bridge.music(party), party.over.on(() => this.take(slot))]
    const leave = () => {
      for (const stop of stops) stop()
    }
    this.#parked.set(slot, { party, leave })
    return slot
  }

  /** Takes whoever waits there out of the slot; null when nobody does. */
  take(slot: string): Party | null {
    const found = this.#parked.get(slot)
    if (!found) return null
    this.#parked.delete(slot)
    found.leave()
    return found.party
  }

  close(): void {
    for (const slot of this.#slots) this.take(slot)
  }
}
