import { type SessionDescriptionHandler, Web } from 'sip.js'
import type { CallStats } from '#bridge/phone.ts'
import { codecOrder } from './codec-order.ts'
import type { MediaState, Voice } from './media-port.ts'
import { readSample, type VoiceSample } from './read-sample.ts'
import { readStats } from './read-stats.ts'

/** The most a STUN or TURN server that does not answer may delay an answer; SIP.js would wait 5 s. */
const gatherWithServersMs = 500
/** Without servers only the machine's own addresses are offered: they come together, and this is their tail. */
const gatherTailMs = 40

/** How the sound of one call is described and carried: SIP.js's WebRTC handler with what it lacks. */
export class VoiceSession extends Web.SessionDescriptionHandler implements Voice {
  readonly #audio = new Audio()
  #listener: ((state: MediaState) => void) | null = null
  #sending = true
  #lastState: MediaState = 'ok'

  constructor(
    logger: ConstructorParameters<typeof Web.SessionDescriptionHandler>[0],
    openStream: () => Promise<MediaStream>,
    iceServers: readonly string[],
    speakerId: string | null,
  ) {
    super(logger, openStream, {
      iceGatheringTimeout: gatherWithServersMs,
      peerConnectionConfiguration: {
        iceServers: iceServers.map((urls) => ({ urls })),
        bundlePolicy: 'max-bundle',
        rtcpMuxPolicy: 'require',
      },
    })
    this.#audio.autoplay = true
    this.#audio.srcObject = this.remoteMediaStream
    if (speakerId) void this.#audio.setSinkId(speakerId).catch(ignore)
    this.peerConnectionDelegate = {
      onconnectionstatechange: () => this.#onConnection(),
      ontrack: () => void this.#audio.play().catch(ignore),
      onicecandidate: (event) => {
        const found = event as RTCPeerConnectionIceEvent
        if (found.candidate && iceServers.length === 0)
          setTimeout(() => this.iceGatheringComplete(), gatherTailMs)
      },
    }
  }

  setSending(on: boolean): void {
    this.#sending = on
    this.#applySending()
  }

  setPlaying(on: boolean): void {
    this.#audio.muted = !on
  }

  sendTones(digits: string): boolean {
    return this.sendDtmf(digits)
  }

  get needsRestart(): boolean {
    const state = this.peerConnection?.connectionState
    return state === 'failed' || state === 'disconnected'
  }

  onState(listener: (state: MediaState) => void): void {
    this.#listener = listener
  }

  async stats(): Promise<CallStats> {
    return readStats(await this.peerConnection?.getStats())
  }

  async sample(): Promise<VoiceSample | null> {
    const connection = this.peerConnection
    return readSample(await connection?.getStats(), connection?.connectionState)
  }

  /** After a refused offer (491): without it the next offer would find the old one in its way. */
  async rollbackDescription(): Promise<void> {
    if (this.peerConnection?.signalingState === 'have-local-offer') {
      await this.peerConnection.setLocalDescription({ type: 'rollback' })
    }
  }

  override close(): void {
    this.#listener = null
    this.#audio.pause()
    this.#audio.srcObject = null
    super.close()
  }

  protected override async setLocalMediaStream(stream: MediaStream): Promise<void> {
    await super.setLocalMediaStream(stream)
    this.#applySending()
  }

  protected override createLocalOfferOrAnswer(
    options?: Web.SessionDescriptionHandlerOptions,
  ): Promise<RTCSessionDescriptionInit> {
    const order = codecOrder(RTCRtpReceiver.getCapabilities('audio')?.codecs ?? [])
    for (const transceiver of this.peerConnection?.getTransceivers() ?? [])
      transceiver.setCodecPreferences(order)
    return super.createLocalOfferOrAnswer(options)
  }

  #applySending(): void {
    for (const track of this.localMediaStream.getAudioTracks()) track.enabled = this.#sending
  }

  #onConnection(): void {
    const state = mediaState(this.peerConnection?.connectionState)
    if (state === null || state === this.#lastState) return
    this.#lastState = state
    this.#listener?.(state)
  }
}

function mediaState(state: RTCPeerConnectionState | undefined): MediaState | null {
  if (state === 'connected') return 'ok'
  if (state === 'disconnected') return 'interrupted'
  return state === 'failed' ? 'lost' : null
}

/** The voice of a description handler, if it is one of ours. */
export function voiceOf(description: SessionDescriptionHandler | undefined): Voice | null {
  return description instanceof VoiceSession ? description : null
}

/** An output device that is gone: the sound stays on the default one. */
function ignore(): void {}
