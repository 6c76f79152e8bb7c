import type { Call } from '#domain/call/call.ts'
import type { Line } from '#domain/call/line.ts'
import type { CallId } from '#domain/ids.ts'
import { isSpeech } from '#domain/sound/level.ts'
import {
  currentStep,
  type LastSelfTest,
  nextSelfTest,
  noSelfTest,
  resultOf,
  type SelfTest,
  type SelfTestEvent,
  type SelfTestStep,
} from '#domain/sound/self-test.ts'
import { Emitter } from '#shared/emitter.ts'
import type { Result } from '#shared/result.ts'
import type { MicrophoneFault, PhoneRefusal } from '../phone.ts'

/** Long enough to read what to do and to say a sentence. */
const speakWithinMs = 12_000
/** A cough is no voice: so many readings, 80 ms each. */
const speechReadings = 4
const answerWithinMs = 60_000
const lineWithinMs = 10_000
/** An echo answers by itself: a second, or never. */
const echoAnswersWithinMs = 8_000

export type SelfTestPorts = {
  now: () => number
  after: (ms: number, then: () => void) => () => void
  /** Opens the microphone and tells its level in dB until the signal ends it. */
  listen: (hear: (db: number) => void, signal: AbortSignal) => Promise<Result<null, MicrophoneFault>>
  playTone: () => Promise<void>
  line: () => Line
  calls: () => readonly Call[]
  /** Tells of each change of line and calls; answers the way to stop. */
  onPhone: (listener: () => void) => () => void
  call: (number: string) => Promise<Result<CallId, PhoneRefusal>>
  hangUp: (id: CallId) => void
  /** From our tone to its return, ms; null: it did not come back. */
  echoDelay: (id: CallId, signal: AbortSignal) => Promise<number | null>
  echoCode: () => string | null
  /** A test came to its end. */
  keep: (result: LastSelfTest) => void
}

const isLive = ({ state }: Call) => state !== 'over'

/** Carries out the self-test before a shift; gives way at once to a call that comes. */
export class SelfTestRun {
  readonly changed = new Emitter<void>()
  readonly #ports: SelfTestPorts
  #test: SelfTest = noSelfTest
  #running: AbortController | null = null
  #echoCall: CallId | null = null
  /** Asks whether the tone was heard. */
  #asked: ((heard: boolean) => void) | null = null

  constructor(ports: SelfTestPorts) {
    this.#ports = ports
  }

  get test(): SelfTest {
    return this.#test
  }

  /** False while a call is live: nobody tests a microphone a customer listens to. */
  start(): boolean {
    if (this.#running !== null || this.#ports.calls().some(isLive)) return false
    const running = new AbortController()
    this.#running = running
    this.#tell({ type: 'begin' })
    const stopWatching = this.#ports.onPhone(() => {
      if (
        this.#ports.calls().some((call) => isLive(call) && call.id !== this.#echoCall && !this.#isOurs(call))
      )
        this.stop('call')
    })
    void this.#steps(running.signal).finally(() => {
      stopWatching()
      this.#hangUpEcho()
      if (this.#running === running) this.#running = null
    })
    return true
  }

  stop(by: 'person' | 'call' = 'person'): void {
    this.#tell({ type: 'stop', by })
    this.#running?.abort()
    this.#running = null
    this.#hangUpEcho()
  }

  /** The person heard the tone, or not. */
  answer(heard: boolean): void {
    this.#asked?.(heard)
  }

  async #steps(signal: AbortSignal): Promise<void> {
    const works: Readonly<Record<SelfTestStep, (signal: AbortSignal) => Promise<SelfTestEvent>>> = {
      microphone: (until) => this.#microphone(until),
      speaker: (until) => this.#speaker(until),
      line: (until) => this.#line(until),
      echo: (until) => this.#echo(until),
    }
    for (let step = currentStep(this.#test); step !== null; step = currentStep(this.#test)) {
      const event = await works[step](signal)
      if (signal.aborted) return
      this.#tell(event)
    }
    const result = resultOf(this.#test, this.#ports.now())
    if (result) this.#ports.keep(result)
  }

  async #microphone(signal: AbortSignal): Promise<SelfTestEvent> {
    const listening = new AbortController()
    const until = AbortSignal.any([signal, listening.signal])
    let readings = 0
    const heard = this.#first<SelfTestEvent>(signal, speakWithinMs, { type: 'failed', why: 'silent' })
    const opened = await this.#ports.listen((db) => {
      if (isSpeech(db) && ++readings >= speechReadings) heard.give({ type: 'passed' })
    }, until)
    if (!opened.ok) heard.give({ type: 'failed', why: opened.refusal })
    return heard.promise.finally(() => listening.abort())
  }

  async #speaker(signal: AbortSignal): Promise<SelfTestEvent> {
    this.#tell({ type: 'asks' })
    void this.#ports.playTone().catch(() => {})
    const answer = this.#first<SelfTestEvent>(signal, answerWithinMs, { type: 'failed', why: 'notHeard' })
    this.#asked = (heard) => answer.give(heard ? { type: 'passed' } : { type: 'failed', why: 'notHeard' })
    return answer.promise.finally(() => {
      this.#asked = null
    })
  }

  #line(signal: AbortSignal): Promise<SelfTestEvent> {
    return this.#seen(signal, lineWithinMs, { type: 'failed', why: 'lineNotReady' }, () =>
      this.#ports.line().state === 'ready' ? { type: 'passed' } : null,
    )
  }

  async #echo(signal: AbortSignal): Promise<SelfTestEvent> {
    const code = this.#ports.echoCode()
    if (code === null) return { type: 'skipped', why: 'noEchoCode' }
    this.#dialling = true
    const called = await this.#ports.call(code).finally(() => {
      this.#dialling = false
    })
    if (!called.ok) return { type: 'failed', why: 'noEcho' }
    this.#echoCall = called.value
    if (signal.aborted) {
      this.#hangUpEcho()
      return { type: 'stop', by: 'person' }
    }
    const state = () => this.#ports.calls().find(({ id }) => id === called.value)?.state
    const noEcho: SelfTestEvent = { type: 'failed', why: 'noEcho' }
    const answered = await this.#seen(signal, echoAnswersWithinMs, noEcho, () => {
      if (state() === 'active') return { type: 'passed' }
      return state() === 'over' ? noEcho : null
    })
    if (answered.type !== 'passed') return answered
    const roundTripMs = await this.#ports.echoDelay(called.value, signal).catch(() => null)
    return roundTripMs === null ? { type: 'failed', why: 'noSound' } : { type: 'passed', roundTripMs }
  }

  /** Our own call is told by the phone before `call` has answered its id. */
  #dialling = false
  #isOurs({ direction }: Call): boolean {
    return this.#dialling && direction === 'out'
  }

  #hangUpEcho(): void {
    const id = this.#echoCall
    this.#echoCall = null
    if (id !== null) this.#ports.hangUp(id)
  }

  /** What `look` finds, now or at a change of the phone; `late` after so long. */
  #seen(
    signal: AbortSignal,
    ms: number,
    late: SelfTestEvent,
    look: () => SelfTestEvent | null,
  ): Promise<SelfTestEvent> {
    const first = this.#first(signal, ms, late)
    const check = () => {
      const found = look()
      if (found) first.give(found)
    }
    const stop = this.#ports.onPhone(check)
    check()
    return first.promise.finally(stop)
  }

  /** The first value given; `late` after so long, or when the test is stopped. */
  #first<Value>(signal: AbortSignal, ms: number, late: Value) {
    const { promise, resolve } = Promise.withResolvers<Value>()
    const stop = this.#ports.after(ms, () => resolve(late))
    signal.addEventListener('abort', () => resolve(late), { once: true })
    return {
      give: resolve,
      promise: promise.finally(stop),
    }
  }

  #tell(event: SelfTestEvent): void {
    const next = nextSelfTest(this.#test, event)
    if (next === this.#test) return
    this.#test = next
    this.changed.emit()
  }
}
