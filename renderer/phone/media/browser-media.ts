import type { SessionDescriptionHandler, SessionDescriptionHandlerFactory } from 'sip.js'
import type { MediaPort, RingKind, Voice } from './media-port.ts'
import { Microphone } from './microphone.ts'
import { Ringer } from './ringer.ts'
import { VoiceSession, voiceOf } from './voice-session.ts'

export type SoundSettings = {
  ringVolume: number
  ringDeviceId: string | null
  micDeviceId: string | null
  speakerDeviceId: string | null
}

/** Sound by the browser: WebRTC, the microphone and the ring. */
export class BrowserMedia implements MediaPort {
  readonly #microphone = new Microphone((constraints) => navigator.mediaDevices.getUserMedia(constraints))
  readonly #ringer = new Ringer()
  #speakerId: string | null = null

  apply(settings: SoundSettings): void {
    this.#ringer.set({ volume: settings.ringVolume, deviceId: settings.ringDeviceId })
    this.#microphone.choose(settings.micDeviceId)
    this.#speakerId = settings.speakerDeviceId
  }

  descriptions(iceServers: readonly string[]): SessionDescriptionHandlerFactory {
    return (session) =>
      new VoiceSession(
        session.userAgent.getLogger('pult.voice'),
        () => this.#microphone.clone(),
        iceServers,
        this.#speakerId,
      )
  }

  voiceOf(description: SessionDescriptionHandler | undefined): Voice | null {
    return voiceOf(description)
  }

  get microphone() {
    return this.#microphone.state
  }

  onMicrophone(listener: () => void): void {
    this.#microphone.changed.on(listener)
  }

  openMicrophone() {
    return this.#microphone.open()
  }

  releaseMicrophone(): void {
    this.#microphone.release()
  }

  ring(kind: RingKind): void {
    this.#ringer.play(kind)
  }
}
