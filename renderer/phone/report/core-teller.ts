import { fullJitterMs } from '#shared/backoff.ts'

export type TellerPorts = {
  random: () => number
  after: (ms: number, then: () => void) => () => void
}

/**
 * Tells this core one thing; null: there is nothing more to tell. `stillThere` answers afterwards whether another core
 * came meanwhile: what the old one heard is not heard by that one.
 */
export type TellNext<Door> = (door: Door, stillThere: () => boolean) => Promise<unknown> | null

const retry = { baseMs: 200, capMs: 5_000 }

/** Tells the core one thing after another until it heard them all, and tries again while it is away. */
export class CoreTeller<Door> {
  readonly #ports: TellerPorts
  readonly #next: TellNext<Door>
  #door: Door | null = null
  #telling = false
  #attempt = 0

  constructor(ports: TellerPorts, next: TellNext<Door>) {
    this.#ports = ports
    this.#next = next
  }

  /** A core is there, perhaps another than before. */
  attach(door: Door): void {
    this.#door = door
    this.#attempt = 0
    this.wake()
  }

  /** There is something to tell. */
  wake(): void {
    void this.#tell()
  }

  async #tell(): Promise<void> {
    if (this.#telling) return
    this.#telling = true
    try {
      for (let door = this.#door; door !== null; door = this.#door) {
        const to = door
        const told = this.#next(to, () => to === this.#door)
        if (told === null) break
        await told
        this.#attempt = 0
      }
    } catch {
      const wait = fullJitterMs(this.#attempt++, this.#ports.random, retry)
      this.#ports.after(wait, () => this.wake())
    } finally {
      this.#telling = false
    }
  }
}
