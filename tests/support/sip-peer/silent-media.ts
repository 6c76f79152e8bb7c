import type { SessionDescriptionHandler, SessionDescriptionHandlerFactory } from 'sip.js'
import type { CallStats, PhoneSnapshot } from '#bridge/phone.ts'
import type { MediaPort, MediaState, RingKind, Voice } from '#renderer/phone/media/media-port.ts'
import type { MicrophoneFault } from '#renderer/phone/phone.ts'
import { ok, type Result, refuse } from '#shared/result.ts'
import { plainSdp } from './sip-text.ts'

type Options = { hold?: boolean } | undefined

/** A call without sound that follows the rules of offers and answers, for Node. */
export class SilentVoice implements SessionDescriptionHandler, Voice {
  sending = true
  playing = true
  needsRestart = false
  closed = false
  /** What a self-test measures. */
  echoMs: number | null = 40
  readonly tones: string[] = []
  /** Descriptions we were given and made, in order. */
  readonly log: string[] = []
  #remoteOffer = false
  #listener: ((state: MediaState) => void) | null = null

  close(): void {
    this.closed = true
  }

  async getDescription(options?: object) {
    const { hold = false } = (options as Options) ?? {}
    this.log.push(`${this.#remoteOffer ? 'answer' : 'offer'} ${hold ? 'sendonly' : 'sendrecv'}`)
    this.#remoteOffer = false
    return { body: plainSdp(hold ? 'sendonly' : 'sendrecv'), contentType: 'application/sdp' }
  }

  hasDescription(contentType: string): boolean {
    return contentType === 'application/sdp'
  }

  async rollbackDescription(): Promise<void> {
    this.log.push('rollback')
  }

  sendDtmf(tones: string): boolean {
    this.tones.push(tones)
    return true
  }

  async setDescription(): Promise<void> {
    this.#remoteOffer = true
  }

  setSending(on: boolean): void {
    this.sending = on
  }

  setPlaying(on: boolean): void {
    this.playing = on
  }

  sendTones(digits: string): boolean {
    return this.sendDtmf(digits)
  }

  async stats(): Promise<CallStats> {
    return { packetsIn: 0, packetsOut: 0, packetsLost: 0, jitterS: null, roundTripS: null, codec: null }
  }

  async sample(): Promise<null> {
    return null
  }

  async echoDelay(): Promise<number | null> {
    return this.echoMs
  }

  onState(listener: (state: MediaState) => void): void {
    this.#listener = listener
  }

  become(state: MediaState): void {
    this.#listener?.(state)
  }
}

/** Sound that makes none; a test reads what would have rung and who would have been heard. */
export class SilentMedia implements MediaPort {
  readonly voices: SilentVoice[] = []
  microphone: PhoneSnapshot['microphone'] = 'unknown'
  fault: MicrophoneFault | null = null
  ringing: RingKind = 'none'
  /** Every sound in turn. */
  readonly rang: RingKind[] = []

  descriptions(): SessionDescriptionHandlerFactory {
    return () => {
      const voice = new SilentVoice()
      this.voices.push(voice)
      return voice
    }
  }

  voiceOf(description: SessionDescriptionHandler | undefined): Voice | null {
    return description instanceof SilentVoice ? description : null
  }

  onMicrophone(): void {}

  async openMicrophone(): Promise<Result<null, MicrophoneFault>> {
    return this.fault === null ? ok(null) : refuse(this.fault)
  }

  releaseMicrophone(): void {}

  ring(kind: RingKind): void {
    this.ringing = kind
    this.rang.push(kind)
  }

  /** How many are mixed now. */
  mixed = 0

  mix(voices: readonly Voice[]): () => void {
    this.mixed = voices.length
    return () => {
      this.mixed = 0
    }
  }
}
