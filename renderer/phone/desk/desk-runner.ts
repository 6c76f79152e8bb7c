import type { Call } from '#domain/call/call.ts'
import type { CallEvent } from '#domain/call/call-event.ts'
import { type DeskPolicy, defaultDeskPolicy } from '#domain/call/desk-policy.ts'
import { type DeskSound, type DeskState, nextDueOf, soundOf } from '#domain/call/desk-state.ts'
import type { DeskEffect } from '#domain/call/desk-step.ts'
import { type DeskEvent, emptyDesk, nextDesk } from '#domain/call/next-desk.ts'
import type { OwnReport } from '#domain/call/own-report.ts'
import type { CallId } from '#domain/ids.ts'
import { Emitter } from '#shared/emitter.ts'

/** What the desk has done for it. Nothing here throws; a call that is gone is passed over. */
export interface DeskHands {
  /** Resolves with whether the 200 went out. */
  answer(id: CallId, auto: boolean): Promise<boolean>
  hold(id: CallId): void
  resume(id: CallId): void
  refuseBusy(id: CallId): void
  giveUp(id: CallId): void
  /** These calls hear the microphone, no other does. */
  microphone(ids: readonly CallId[]): void
  sound(sound: DeskSound): void
}

export type DeskRunnerPorts = {
  now: () => number
  after: (ms: number, then: () => void) => () => void
  hands: DeskHands
}

type Order = Extract<DeskEvent, { callId: CallId }>['type']

/** Runs the desk's table: folds news and orders, does what comes of them, and looks again when a time is up. */
export class DeskRunner {
  readonly #ports: DeskRunnerPorts
  #desk: DeskState
  #policy: DeskPolicy = defaultDeskPolicy
  #stopTimer: () => void = () => {}
  #timerAt: number | null = null
  /** Events that came while the effects of another were being made. */
  readonly #waiting: DeskEvent[] = []
  #running = false
  readonly #answers = new Map<CallId, Promise<boolean>>()
  #asked = false
  /** The own state or do-not-disturb is different now. */
  readonly ownChanged = new Emitter<OwnReport>()
  readonly changed = new Emitter<void>()

  constructor(ports: DeskRunnerPorts) {
    this.#ports = ports
    this.#desk = emptyDesk(ports.now())
  }

  get desk(): DeskState {
    return this.#desk
  }

  get policy(): DeskPolicy {
    return this.#policy
  }

  get sound(): DeskSound {
    return soundOf(this.#desk, this.#policy)
  }

  get report(): OwnReport {
    const { own, doNotDisturb } = this.#desk
    return { own, doNotDisturb }
  }

  setPolicy(policy: DeskPolicy): void {
    const before = this.sound
    this.#policy = policy
    if (this.sound !== before) this.#ports.hands.sound(this.sound)
    this.changed.emit()
  }

  call(event: CallEvent): void {
    this.#tell({ type: 'call', event })
  }

  /** A conversation of another phone page is being taken over: its beginning was told to that one. */
  adopt({ id, pbxCallId, callQueue }: Call): void {
    this.#tell({ type: 'adopted', call: { id, pbxCallId, callQueue }, at: this.#ports.now() })
  }

  /** It is ours now: the dispatcher talks there. */
  adopted(callId: CallId): void {
    this.#tell({ type: 'call', event: { type: 'answered', callId, at: this.#ports.now() } })
  }

  order(type: Order, callId: CallId): void {
    this.#tell({ type, callId, at: this.#ports.now() })
  }

  /** These calls and those of the conference that stands become one. */
  merge(callIds: readonly CallId[]): void {
    this.#tell({ type: 'merge', callIds, at: this.#ports.now() })
  }

  /** Answers it, others held first; false when that could not be done any more. */
  async answer(id: CallId): Promise<boolean> {
    this.order('answer', id)
    return await (this.#answers.get(id) ?? false)
  }

  goAvailable(): void {
    this.#asked = true
    this.#tell({ type: 'own', event: { type: 'goAvailable', at: this.#ports.now() } })
  }

  goAway(reason: string): void {
    this.#asked = true
    this.#tell({ type: 'own', event: { type: 'goAway', at: this.#ports.now(), reason } })
  }

  setDoNotDisturb(on: boolean): void {
    this.#asked = true
    this.#tell({ type: 'doNotDisturb', on, at: this.#ports.now() })
  }

  wrapUpDone(): void {
    this.#tell({ type: 'own', event: { type: 'wrapUpDone', at: this.#ports.now() } })
  }

  wrapUpMore(): void {
    const ms = this.#policy.wrapUpMoreMs
    this.#tell({ type: 'own', event: { type: 'wrapUpMore', at: this.#ports.now(), ms } })
  }

  /** What an earlier run of the phone left; a person who spoke since then has the last word. */
  restore(report: OwnReport): void {
    if (this.#asked) return
    this.#tell({ type: 'restore', report, at: this.#ports.now() })
  }

  stop(): void {
    this.#stopTimer()
    this.#timerAt = null
    this.#ports.hands.sound('none')
  }

  #tell(event: DeskEvent): void {
    this.#waiting.push(event)
    if (this.#running) return
    this.#running = true
    const before = this.#desk
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      const { desk, effects } = nextDesk(this.#desk, next, this.#policy)
      this.#desk = desk
      for (const effect of effects) this.#do(effect)
    }
    this.#running = false
    if (this.#desk === before) return
    this.#wake()
    if (this.#desk.own !== before.own || this.#desk.doNotDisturb !== before.doNotDisturb)
      this.ownChanged.emit(this.report)
    this.changed.emit()
  }

  #do(effect: DeskEffect): void {
    const { hands } = this.#ports
    switch (effect.do) {
      case 'answer':
        this.#answers.set(effect.callId, this.#answer(effect.callId, effect.auto))
        return
      case 'microphone':
        hands.microphone(effect.callIds)
        return
      case 'sound':
        hands.sound(effect.sound)
        return
      case 'pauseQueue':
        // The core tells it to the desk with the own state, which says the same.
        return
      default:
        hands[effect.do](effect.callId)
    }
  }

  async #answer(id: CallId, auto: boolean): Promise<boolean> {
    const answered = await this.#ports.hands.answer(id, auto)
    this.#answers.delete(id)
    // A call that ended meanwhile is not on the desk any more, and nothing comes of this.
    if (!answered) this.order('answerFailed', id)
    return answered
  }

  #wake(): void {
    const at = nextDueOf(this.#desk)
    if (at === this.#timerAt) return
    this.#stopTimer()
    this.#timerAt = at
    if (at === null) {
      this.#stopTimer = () => {}
      return
    }
    const { now, after } = this.#ports
    this.#stopTimer = after(Math.max(0, at - now()), () => {
      this.#timerAt = null
      this.#tell({ type: 'tick', at: now() })
      this.#wake()
    })
  }
}
