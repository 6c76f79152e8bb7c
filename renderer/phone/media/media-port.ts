import type { SessionDescriptionHandler, SessionDescriptionHandlerFactory } from 'sip.js'
import type { CallStats, PhoneSnapshot } from '#bridge/phone.ts'
import type { Result } from '#shared/result.ts'
import type { MicrophoneFault } from '../phone.ts'
import type { VoiceSample } from './read-sample.ts'

export type MediaState = 'ok' | 'interrupted' | 'lost'

/** Sound of one call. */
export interface Voice {
  /** Sends the microphone, or silence. */
  setSending(on: boolean): void
  /** Plays the other side, or not (a held call must not talk into another). */
  setPlaying(on: boolean): void
  /** RFC 4733 events; false when the call has no sender for them. */
  sendTones(digits: string): boolean
  stats(): Promise<CallStats>
  /** Counters for the quality of the call; null before media flows. */
  sample(): Promise<VoiceSample | null>
  /** Sends tones instead of the microphone and listens for them: ms until one is back, null when none is. */
  echoDelay(signal: AbortSignal): Promise<number | null>
  /** ICE has lost its way: the next offer should restart it. */
  readonly needsRestart: boolean
  onState(listener: (state: MediaState) => void): void
}

/** `autoAnswer`: heard for half a second before a call is answered by policy. */
export type RingKind = 'none' | 'ring' | 'callWaiting' | 'autoAnswer'

/** What a phone needs of sound; the browser's is browser-media.ts, tests in Node bring a silent one. */
export interface MediaPort {
  /** `iceServers` are `stun:`/`turn:` addresses; with none only the machine's own are offered. */
  descriptions(iceServers: readonly string[]): SessionDescriptionHandlerFactory
  /** Null until the call has a description of its own. */
  voiceOf(description: SessionDescriptionHandler | undefined): Voice | null
  readonly microphone: PhoneSnapshot['microphone']
  onMicrophone(listener: () => void): void
  /** Opens the microphone if it is not open. */
  openMicrophone(): Promise<Result<null, MicrophoneFault>>
  /** No call needs it any longer. */
  releaseMicrophone(): void
  ring(kind: RingKind): void
  /** Each of these hears the others beside us, until the answer is called. */
  mix(voices: readonly Voice[]): () => void
}
