import { Emitter } from '#shared/emitter.ts'
import { parseAddress } from './sip-address.ts'
import { answerTo, header, headerValues, type SipRequest, type SipResponse } from './sip-message.ts'
import type { SipConnection } from './ws-door.ts'

export type Registration = { extension: string; contact: string; connection: SipConnection; until: number }
export type RegistrarNews = { extension: string; registered: boolean }

const defaultExpiresS = 120
const shortestExpiresS = 30
const longestExpiresS = 600

/** Who is reachable where. One phone an extension: the newest registration replaces the one before, as on Asterisk. */
export class Registrar {
  readonly news = new Emitter<RegistrarNews>()
  readonly #now: () => number
  readonly #known = new Map<string, Registration & { timer: NodeJS.Timeout }>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** Takes a REGISTER whose sender is proved to be `extension` and answers it (RFC 3261 §10.3). */
  register(extension: string, request: SipRequest, connection: SipConnection): SipResponse {
    const contacts = headerValues(request, 'contact')
    const asked = parseAddress(contacts[0] ?? '')
    if (contacts[0] === '*') {
      this.#forget(extension)
      return answerTo(request, 200)
    }
    if (!asked) return answerTo(request, 200, { headers: this.#binding(extension) })
    const seconds = Number(asked.params.expires ?? header(request, 'expires') ?? defaultExpiresS)
    if (!Number.isInteger(seconds) || seconds < 0) return answerTo(request, 400)
    if (seconds === 0) {
      // A late farewell of an old socket must not take the new one's registration away.
      if (this.#known.get(extension)?.contact === asked.uri) this.#forget(extension)
      return answerTo(request, 200)
    }
    const granted = Math.min(Math.max(seconds, shortestExpiresS), longestExpiresS)
    this.#remember(
      { extension, contact: asked.uri, connection, until: this.#now() + granted * 1000 },
      granted,
    )
    return answerTo(request, 200, { headers: [...this.#binding(extension), ['Expires', String(granted)]] })
  }

  /** The phone of an extension whose socket is open. */
  find(extension: string): Registration | null {
    const known = this.#known.get(extension)
    return known?.connection.isOpen ? known : null
  }

  /** Extensions that can be rung, in no order. */
  reachable(): string[] {
    return [...this.#known.keys()].filter((extension) => this.find(extension) !== null)
  }

  connectionClosed(connection: SipConnection): void {
    for (const [extension, known] of this.#known) if (known.connection === connection) this.#forget(extension)
  }

  close(): void {
    for (const { timer } of this.#known.values()) clearTimeout(timer)
    this.#known.clear()
  }

  #binding(extension: string): Array<[string, string]> {
    const known = this.#known.get(extension)
    if (!known) return []
    const seconds = Math.max(0, Math.round((known.until - this.#now()) / 1000))
    return [['Contact', `<${known.contact}>;expires=${seconds}`]]
  }

  #remember(registration: Registration, seconds: number): void {
    const { extension } = registration
    const before = this.#known.get(extension)
    clearTimeout(before?.timer)
    const timer = setTimeout(() => this.#forget(extension), seconds * 1000)
    timer.unref()
    this.#known.set(extension, { ...registration, timer })
    if (before?.connection !== registration.connection) this.news.emit({ extension, registered: true })
  }

  #forget(extension: string): void {
    const known = this.#known.get(extension)
    if (!known) return
    clearTimeout(known.timer)
    this.#known.delete(extension)
    this.news.emit({ extension, registered: false })
  }
}
