import type { Call } from '#domain/call/call.ts'
import type { CallId } from '#domain/ids.ts'
import type { MediaPort } from '../media/media-port.ts'

/** What sounds for the calls that ring, without those a person silenced. */
export class RingSound {
  readonly #media: MediaPort
  readonly #calls: () => readonly Call[]
  readonly #silenced = new Set<CallId>()

  constructor(media: MediaPort, calls: () => readonly Call[]) {
    this.#media = media
    this.#calls = calls
  }

  get rings(): boolean {
    return this.#calls().some(({ state, id }) => state === 'ringing' && !this.#silenced.has(id))
  }

  silence(id: CallId): void {
    this.#silenced.add(id)
    this.onCalls()
  }

  onCalls(): void {
    const calls = this.#calls()
    for (const id of this.#silenced)
      if (!calls.some((call) => call.id === id && call.state === 'ringing')) this.#silenced.delete(id)
    const talking = calls.some(({ state }) => state === 'active' || state === 'answering')
    this.#media.ring(this.rings ? (talking ? 'callWaiting' : 'ring') : 'none')
  }

  stop(): void {
    this.#media.ring('none')
  }
}
