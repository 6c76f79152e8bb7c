import type { CallEvent } from '#domain/call/call-event.ts'
import type { Line } from '#domain/call/line.ts'
import type { Instant } from '#domain/instant.ts'
import { fullJitterMs } from '#shared/backoff.ts'
import { EventOutbox } from './event-outbox.ts'

export type LineReport = { line: 'ready' | 'deaf' | 'off'; at: Instant }

/** The two verbs of the bridge the reporter needs. Both reject when the core is away. */
export type CoreDoor = {
  report: (events: CallEvent[]) => Promise<unknown>
  reportLine: (report: LineReport) => Promise<unknown>
}

export type ReporterPorts = {
  now: () => Instant
  random: () => number
  after: (ms: number, then: () => void) => () => void
}

const retry = { baseMs: 200, capMs: 5_000 }

/** Tells the core what happens, in order and until it heard; a call never waits for it. */
export class CoreReporter {
  readonly #ports: ReporterPorts
  readonly #outbox = new EventOutbox()
  #door: CoreDoor | null = null
  #line: LineReport
  #lineTold = false
  #sending = false
  #attempt = 0

  constructor(ports: ReporterPorts) {
    this.#ports = ports
    this.#line = { line: 'off', at: ports.now() }
  }

  /** A core is there, perhaps another than before. */
  attach(door: CoreDoor): void {
    this.#door = door
    this.#outbox.rewind()
    this.#lineTold = false
    this.#attempt = 0
    void this.#send()
  }

  call(event: CallEvent): void {
    this.#outbox.add(event)
    void this.#send()
  }

  line(line: Line): void {
    const next = line.state === 'ready' || line.state === 'off' ? line.state : 'deaf'
    if (next === this.#line.line) return
    this.#line = { line: next, at: this.#ports.now() }
    this.#lineTold = false
    void this.#send()
  }

  async #send(): Promise<void> {
    if (this.#sending) return
    this.#sending = true
    try {
      for (let door = this.#door; door; door = this.#door) {
        const events = this.#outbox.next()
        const line = this.#line
        if (events.length === 0 && this.#lineTold) break
        if (events.length > 0) {
          await door.report(events)
          // A core that came meanwhile was told nothing yet: what the old one confirmed is not confirmed for it.
          if (door === this.#door) this.#outbox.confirm(events)
        } else {
          await door.reportLine(line)
          this.#lineTold = line === this.#line && door === this.#door
        }
        this.#attempt = 0
      }
    } catch {
      const wait = fullJitterMs(this.#attempt++, this.#ports.random, retry)
      this.#ports.after(wait, () => void this.#send())
    } finally {
      this.#sending = false
    }
  }
}
