import type { CallId } from '#domain/ids.ts'
import type { MediaPort } from '../media/media-port.ts'
import type { CallSessions } from './call-sessions.ts'

/** Calls mixed in this phone: none of them is held for another, and each hears the others. */
export class LocalMix {
  readonly #sessions: CallSessions
  readonly #media: MediaPort
  #ids: readonly CallId[] = []
  #stop: (() => void) | null = null

  constructor(sessions: CallSessions, media: MediaPort) {
    this.#sessions = sessions
    this.#media = media
  }

  /** Mixes exactly these; fewer than two: nobody. */
  set(ids: readonly CallId[]): void {
    const next = ids.length < 2 ? [] : ids
    if (next.join() === this.#ids.join()) return
    this.#stop?.()
    this.#stop = null
    this.#ids = next
    const sessions = next.flatMap((id) => this.#sessions.get(id) ?? [])
    this.#sessions.onDesk(next)
    for (const session of sessions) session.hold(false)
    const voices = sessions.flatMap(({ voice }) => voice ?? [])
    if (voices.length >= 2) this.#stop = this.#media.mix(voices)
  }
}
