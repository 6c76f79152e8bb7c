import type { CallEvent } from '#domain/call/call-event.ts'
import type { Line } from '#domain/call/line.ts'
import type { Instant } from '#domain/instant.ts'
import { CoreTeller, type TellerPorts } from './core-teller.ts'
import { EventOutbox } from './event-outbox.ts'

export type LineReport = { line: 'ready' | 'deaf' | 'off'; at: Instant }

/** The two verbs of the bridge the reporter needs. Both reject when the core is away. */
export type CoreDoor = {
  report: (events: CallEvent[]) => Promise<unknown>
  reportLine: (report: LineReport) => Promise<unknown>
}

export type ReporterPorts = TellerPorts & { now: () => Instant }

/** Tells the core what happens, in order and until it heard; a call never waits for it. */
export class CoreReporter {
  readonly #now: () => Instant
  readonly #outbox = new EventOutbox()
  readonly #teller: CoreTeller<CoreDoor>
  #line: LineReport
  #lineTold = false

  constructor(ports: ReporterPorts) {
    this.#now = ports.now
    this.#line = { line: 'off', at: ports.now() }
    this.#teller = new CoreTeller(ports, (door, stillThere) => this.#tellNext(door, stillThere))
  }

  /** A core is there, perhaps another than before. */
  attach(door: CoreDoor): void {
    this.#outbox.rewind()
    this.#lineTold = false
    this.#teller.attach(door)
  }

  call(event: CallEvent): void {
    this.#outbox.add(event)
    this.#teller.wake()
  }

  line(line: Line): void {
    const next = line.state === 'ready' || line.state === 'off' ? line.state : 'deaf'
    if (next === this.#line.line) return
    this.#line = { line: next, at: this.#now() }
    this.#lineTold = false
    this.#teller.wake()
  }

  #tellNext(door: CoreDoor, stillThere: () => boolean): Promise<void> | null {
    const events = this.#outbox.next()
    if (events.length > 0) return this.#tellCalls(door, events, stillThere)
    return this.#lineTold ? null : this.#tellLine(door, stillThere)
  }

  async #tellCalls(door: CoreDoor, events: CallEvent[], stillThere: () => boolean): Promise<void> {
    await door.report(events)
    // A core that came meanwhile was told nothing yet: what the old one confirmed is not confirmed for it.
    if (stillThere()) this.#outbox.confirm(events)
  }

  async #tellLine(door: CoreDoor, stillThere: () => boolean): Promise<void> {
    const line = this.#line
    await door.reportLine(line)
    this.#lineTold = line === this.#line && stillThere()
  }
}
