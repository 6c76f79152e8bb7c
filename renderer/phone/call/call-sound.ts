import type { Session } from 'sip.js'
import type { MediaPort, MediaState, Voice } from '../media/media-port.ts'

export type CallSoundPorts = {
  media: MediaPort
  /** On hold, or about to be. */
  isHeld: () => boolean
  onState: (state: MediaState) => void
}

/** What one call sends and plays. One place decides, so that mute always agrees with the track. */
export class CallSound {
  readonly #ports: CallSoundPorts
  #voice: Voice | null = null
  #muted = false
  #onAir = false

  constructor(ports: CallSoundPorts) {
    this.#ports = ports
  }

  /** Null before there is a description. */
  get voice(): Voice | null {
    return this.#voice
  }

  /** Takes the voice of a session, once it has one. */
  find({ sessionDescriptionHandler }: Session): void {
    if (this.#voice !== null) return
    this.#voice = this.#ports.media.voiceOf(sessionDescriptionHandler)
    this.#voice?.onState(this.#ports.onState)
    this.apply()
  }

  /** Whether the dispatcher talks here; of several calls the desk decides which. */
  set onAir(on: boolean) {
    if (on === this.#onAir) return
    this.#onAir = on
    this.apply()
  }

  set muted(on: boolean) {
    this.#muted = on
    this.apply()
  }

  /** To be called when the hold may have changed. */
  apply(): void {
    const held = this.#ports.isHeld()
    this.#voice?.setSending(this.#onAir && !held && !this.#muted)
    this.#voice?.setPlaying(!held)
  }
}
