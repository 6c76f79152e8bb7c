import type { Line } from '#domain/call/line.ts'
import type { Instant } from '#domain/instant.ts'
import { assertNever } from '#shared/assert-never.ts'
import { nextLine } from './line-machine.ts'
import type { LineEffect, LineEvent, LineState, LineTimer } from './line-state.ts'
import { lineView } from './line-view.ts'

/** What the supervisor does to the world; the SIP side of it is sip-line.ts. */
export type LineWorks = {
  open(server: number): void
  close(): void
  register(): void
  ping(): void
  detachCalls(): void
  attachCalls(): void
}

export type SupervisorPorts = {
  now: () => Instant
  random: () => number
  /** Runs `then` after `ms`; answers the way to stop it. */
  after: (ms: number, then: () => void) => () => void
}

/** Runs the line machine: holds its state and timers and carries out its effects, one event after another. */
export class LineSupervisor {
  #state: LineState = { phase: 'off', fault: null }
  readonly #timers = new Map<LineTimer, () => void>()
  readonly #waiting: LineEvent[] = []
  #busy = false
  #extension = ''
  readonly #ports: SupervisorPorts
  readonly #works: LineWorks
  readonly #changed: (line: Line) => void

  constructor(ports: SupervisorPorts, works: LineWorks, changed: (line: Line) => void) {
    this.#ports = ports
    this.#works = works
    this.#changed = changed
  }

  get line(): Line {
    return lineView(this.#state, this.#extension)
  }

  get isReady(): boolean {
    return this.#state.phase === 'ready'
  }

  /** A new account, or none: ends what is there and begins again. */
  use(account: { servers: number; extension: string } | null): void {
    this.#extension = account?.extension ?? ''
    this.tell({ type: 'account', servers: account?.servers ?? 0 })
  }

  /** Takes an event; one told while another is worked on waits its turn. */
  tell(event: LineEvent): void {
    this.#waiting.push(event)
    if (this.#busy) return
    this.#busy = true
    try {
      for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) this.#step(next)
    } finally {
      this.#busy = false
    }
  }

  #step(event: LineEvent): void {
    const before = this.#state
    const { state, effects } = nextLine(before, event, this.#ports.now(), this.#ports.random)
    this.#state = state
    for (const effect of effects) this.#carryOut(effect)
    // Every frame is news to the machine, few of them to people.
    if (state !== before && !sameLine(lineView(before, this.#extension), this.line)) this.#changed(this.line)
  }

  #carryOut(effect: LineEffect): void {
    const works = this.#works
    if (effect.do === 'open') works.open(effect.server)
    else if (effect.do === 'close') works.close()
    else if (effect.do === 'register') works.register()
    else if (effect.do === 'ping') works.ping()
    else if (effect.do === 'detachCalls') works.detachCalls()
    else if (effect.do === 'attachCalls') works.attachCalls()
    else if (effect.do === 'timer') this.#startTimer(effect.name, effect.ms)
    else if (effect.do === 'clearTimers') this.#stopTimers()
    else assertNever(effect, 'line effect')
  }

  #stopTimers(): void {
    for (const stop of this.#timers.values()) stop()
    this.#timers.clear()
  }

  #startTimer(name: LineTimer, ms: number): void {
    this.#timers.get(name)?.()
    const stop = this.#ports.after(ms, () => {
      this.#timers.delete(name)
      this.tell({ type: 'timer', name })
    })
    this.#timers.set(name, stop)
  }
}

function sameLine(one: Line, other: Line): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
