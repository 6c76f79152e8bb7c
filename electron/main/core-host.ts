import { MessageChannelMain, type MessagePortMain, type UtilityProcess } from 'electron'
import { fullJitterMs } from '#shared/backoff.ts'
import { Emitter } from '#shared/emitter.ts'
import { type Activity, type CoreSettings, fromCore, type ToCore } from './core-messages.ts'
import { type SecretsVerbs, serveSecrets } from './secrets-line.ts'
import type { PageName } from './windows.ts'

/** A core that ran this long was well: the next crash counts as the first again, ms. */
const wellAfterMs = 60_000
/** Beginning and cap of the waits between restarts, ms: a broken disk is not hammered, a crash costs a blink. */
const restart = { baseMs: 500, capMs: 30_000 }
/** A core that does not close by then is ended: its store survives that, it is made for power cuts. */
const closeMs = 3_000
/** An answer about activity takes a millisecond; a core that hangs is "unknown". */
const answerMs = 2_000

export type CoreHostNeeds = {
  fork: () => UtilityProcess
  settings: CoreSettings
  secrets: SecretsVerbs
  surprise: (error: unknown) => void
  now: () => number
  random: () => number
}

/** Keeps one core running: starts it, hands it ports it never looks into, starts it anew when it dies. */
export class CoreHost {
  /** A core is up (first or again): pages need new ports. */
  readonly started = new Emitter<void>()
  readonly ringing = new Emitter<number>()
  /** It ended by itself; `attempts` failures in a row so far. */
  readonly died = new Emitter<{ attempts: number }>()
  readonly #needs: CoreHostNeeds
  #child: UtilityProcess | null = null
  #closing = false
  #attempts = 0
  #asked = 0
  #restartTimer: NodeJS.Timeout | undefined
  readonly #waiting = new Map<number, (activity: Activity | null) => void>()

  constructor(needs: CoreHostNeeds) {
    this.#needs = needs
    this.#spawn()
  }

  /** Hands one end of a channel to the core, for this page; dropped when no core is up (`started` will come). */
  connect(page: PageName, port: MessagePortMain): void {
    this.#tell({ type: 'page', page }, [port])
  }

  /** What the core is busy with; null when it is down or does not answer. */
  activity(): Promise<Activity | null> {
    if (!this.#child) return Promise.resolve(null)
    this.#asked += 1
    const ask = this.#asked
    return new Promise((resolve) => {
      const settle = (activity: Activity | null) => {
        clearTimeout(timer)
        this.#waiting.delete(ask)
        resolve(activity)
      }
      const timer = setTimeout(settle, answerMs, null)
      this.#waiting.set(ask, settle)
      this.#tell({ type: 'activity', ask })
    })
  }

  /** Lets the core close its files and end; resolves when it is gone, after `closeMs` at most. */
  close(): Promise<void> {
    this.#closing = true
    clearTimeout(this.#restartTimer)
    const child = this.#child
    if (!child) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(() => child.kill(), closeMs)
      child.once('exit', () => {
        clearTimeout(timer)
        resolve()
      })
      this.#tell({ type: 'close' })
    })
  }

  #spawn(): void {
    const bornAt = this.#needs.now()
    const child = this.#needs.fork()
    this.#child = child
    const { port1, port2 } = new MessageChannelMain()
    serveSecrets(port1, this.#needs.secrets, this.#needs.surprise)
    child.on('message', (message: unknown) => this.#heard(message))
    child.on('exit', (code) => this.#gone(code, bornAt))
    this.#tell({ type: 'start', settings: this.#needs.settings }, [port2])
  }

  #heard(message: unknown): void {
    const news = fromCore.parse(message)
    switch (news.type) {
      case 'started':
        this.started.emit()
        break
      case 'failed':
        this.#needs.surprise(new Error(`The core could not start (${news.reference})`))
        break
      case 'ringing':
        this.ringing.emit(news.count)
        break
      case 'activity':
        this.#waiting.get(news.ask)?.(news.activity)
        break
    }
  }

  #gone(code: number, bornAt: number): void {
    this.#child = null
    for (const settle of [...this.#waiting.values()]) settle(null)
    this.ringing.emit(0)
    if (this.#closing) return
    this.#needs.surprise(new Error(`The core process ended with code ${code}`))
    this.#attempts = this.#needs.now() - bornAt > wellAfterMs ? 0 : this.#attempts + 1
    this.died.emit({ attempts: this.#attempts })
    const wait = fullJitterMs(this.#attempts, this.#needs.random, restart)
    this.#restartTimer = setTimeout(() => this.#spawn(), wait)
  }

  #tell(message: ToCore, ports: MessagePortMain[] = []): void {
    this.#child?.postMessage(message, ports)
  }
}
