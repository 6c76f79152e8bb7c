import type { OwnState } from '#bridge/board.ts'
import { Emitter } from '#shared/emitter.ts'
import type { Presence as PresenceWord } from '#wire/board.ts'
import type { Calls } from '../calls/calls.ts'
import type { Workstation } from '../workstation.ts'

/** What this dispatcher is doing, as the board shows it: their own word, their calls and their line. */
export class Presence {
  readonly #work: Workstation
  readonly #calls: Calls
  readonly #stop: () => void
  #said: { state: 'available' | 'away'; reason: string | null; since: number }
  #line: { line: 'ready' | 'deaf' | 'off'; since: number }
  #own: OwnState
  readonly changed = new Emitter<OwnState>()

  constructor(work: Workstation, calls: Calls) {
    this.#work = work
    this.#calls = calls
    const since = work.ports.clock.now()
    this.#said = { state: 'available', reason: null, since }
    this.#line = { line: 'off', since }
    this.#own = this.#said
    this.#stop = calls.news.on((news) => {
      if (news.type === 'calls') this.#look()
    })
  }

  close(): void {
    this.#stop()
  }

  get own(): OwnState {
    return this.#own
  }

  setOwn(state: 'available' | 'away', reason: string | null): OwnState {
    if (state !== this.#said.state || reason !== this.#said.reason) {
      this.#said = { state, reason, since: this.#work.ports.clock.now() }
      this.#look()
    }
    return this.#own
  }

  setLine(line: 'ready' | 'deaf' | 'off', at: number): void {
    if (line === this.#line.line) return
    const { log } = this.#work.ports
    // How long nobody could reach this console is asked for later: it goes to the log.
    if (this.#line.line === 'deaf')
      log.info('line.heardAgain', { deafMs: Math.max(0, at - this.#line.since) })
    this.#line = { line, since: at }
    this.changed.emit(this.#own)
  }

  /** For the desk. */
  word(): PresenceWord {
    const call = this.#busyCall()
    const pop = call && this.#calls.pop(call.id)
    return {
      ...this.#own,
      line: this.#line.line,
      call: call && {
        direction: call.direction,
        since: call.startedAt,
        organisation: pop?.who.kind === 'known' ? pop.who.card.organisation.name : null,
      },
    }
  }

  #busyCall() {
    return this.#calls.live.find(({ state }) => state !== 'over' && state !== 'ringing') ?? null
  }

  #look(): void {
    const call = this.#busyCall()
    const next: OwnState = call ? { state: 'busy', reason: null, since: call.startedAt } : this.#said
    const same = next.state === this.#own.state && next.since === this.#own.since
    if (same && next.reason === this.#own.reason) return
    this.#own = next
    this.changed.emit(next)
  }
}
