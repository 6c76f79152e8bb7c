import { type SessionDescriptionHandler, Web } from 'sip.js'
import type { CallStats } from '#bridge/phone.ts'
import { closeWhenGathered } from './close-when-gathered.ts'
import { codecOrder } from './codec-order.ts'
import { measureEcho } from './echo-probe.ts'
import type { MediaState, Voice } from './media-port.ts'
import { readSample, type VoiceSample } from './read-sample.ts'
import { readStats } from './read-stats.ts'
import { VoiceMix } from './voice-mix.ts'

/** The most a STUN or TURN server that does not answer may delay an answer; SIP.js would wait 5 s. */
const gatherWithServersMs = 500
/** Without servers only the machine's own addresses are offered: they come together, and this is their tail. */
const gatherTailMs = 40

export type VoiceSessionPorts = {
  logger: ConstructorParameters<typeof Web.SessionDescriptionHandler>[0]
  openStream: () => Promise<MediaStream>
  iceServers: readonly string[]
  /** The output that plays the call; null: the system's. */
  speakerId: string | null
  onClose: () => void
}

/** How the sound of one call is described and carried: SIP.js's WebRTC handler with what it lacks. */
export class VoiceSession extends Web.SessionDescriptionHandler implements Voice {
  readonly #audio = new Audio()
  readonly #onClose: () => void
  /** The output is chosen; resolves also when it could not be. */
  #sink: Promise<void> = Promise.resolve()
  #listener: ((state: MediaState) => void) | null = null
  #sending = true
  #closed = false
  /** It was given a description of its own: from then on it gathers addresses. */
  #described = false
  /** The time for gathering was over, and no address was found: the first is sent as it comes. */
  #gathersLate = false
  #lastState: MediaState = 'ok'
  #others: readonly MediaStream[] = []
  #mix: VoiceMix | null = null

  constructor({ logger, openStream, iceServers, speakerId, onClose }: VoiceSessionPorts) {
    super(logger, openStream, {
      iceGatheringTimeout: gatherWithServersMs,
      peerConnectionConfiguration: {
        iceServers: iceServers.map((urls) => ({ urls })),
        bundlePolicy: 'max-bundle',
        rtcpMuxPolicy: 'require',
      },
    })
    this.#onClose = onClose
    this.#audio.autoplay = true
    if (speakerId) void this.playOn(speakerId)
    this.peerConnectionDelegate = {
      onconnectionstatechange: () => this.#onConnection(),
      ontrack: () => void this.#play(),
      onicecandidate: (event) => {
        const { candidate } = event as RTCPeerConnectionIceEvent
        if (candidate?.protocol === 'udp' && (iceServers.length === 0 || this.#gathersLate))
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

  /** Volume of the other side, 0…1. */
  setVolume(volume: number): void {
    this.#audio.volume = volume
  }

  /** Plays the call on that output from now on; a device that is gone leaves it where it was. */
  playOn(id: string | null): Promise<void> {
    this.#sink = this.#sink.then(() => this.#audio.setSinkId(id ?? '')).catch(ignore)
    return this.#sink
  }

  /** Sends this microphone from now on, without a word to the other side; the stream is ours from then. */
  async sendFrom(stream: MediaStream): Promise<void> {
    const { peerConnection } = this
    // A call that has not begun yet takes its own clone when it does, one that is over needs none.
    if (peerConnection && this.localMediaStream.getAudioTracks().length > 0) {
      for (const track of stream.getAudioTracks()) track.enabled = this.#sending
      await this.setLocalMediaStream(stream)
      return
    }
    for (const track of stream.getTracks()) track.stop()
  }

  sendTones(digits: string): boolean {
    const sender = this.peerConnection?.getSenders().find(({ dtmf }) => dtmf !== null)?.dtmf
    if (!sender) return false
    // insertDTMF puts its tones in the place of those that wait: keys pressed quickly would swallow each other.
    sender.insertDTMF(sender.toneBuffer + digits)
    return true
  }

  /** Sends these voices too, beside our own; none: our own alone. */
  async mixWith(others: readonly MediaStream[]): Promise<void> {
    this.#others = others
    const before = this.#mix
    this.#mix = others.length === 0 ? null : new VoiceMix([this.localMediaStream, ...others])
    const track = this.#mix?.track ?? this.localMediaStream.getAudioTracks()[0] ?? null
    const sender = this.peerConnection?.getSenders().find((one) => one.track?.kind === 'audio')
    await sender?.replaceTrack(track)
    before?.close()
  }

  async echoDelay(signal: AbortSignal): Promise<number | null> {
    const sender = this.peerConnection?.getSenders().find(({ track }) => track?.kind === 'audio')
    if (!sender) return null
    const microphone = sender.track
    try {
      return await measureEcho({
        remote: this.remoteMediaStream,
        send: (track) => sender.replaceTrack(track),
        signal,
      })
    } finally {
      await sender.replaceTrack(microphone).catch(ignore)
    }
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

  /**
   * Also called when the time for gathering is over. A busy machine has found nothing by then, or nothing but TCP, which
   * needs no socket and no PBX takes; a description without an address for UDP is a call that nobody hears, for as long as it
   * lasts: it waits for the first one.
   */
  override iceGatheringComplete(): void {
    const connection = this.peerConnection
    this.#gathersLate =
      connection !== undefined &&
      connection.iceGatheringState !== 'complete' &&
      !hasAddress(connection.localDescription)
    if (!this.#gathersLate) super.iceGatheringComplete()
  }

  override close(): void {
    this.#listener = null
    this.#onClose()
    this.#closed = true
    this.#audio.pause()
    this.#audio.srcObject = null
    this.#mix?.close()
    const connection = this._peerConnection
    if (!connection) return
    // What SIP.js still asks of it is refused, as of a closed one.
    this._peerConnection = undefined
    this.iceGatheringComplete()
    for (const { track } of [...connection.getReceivers(), ...connection.getSenders()]) track?.stop()
    if (this.#described) closeWhenGathered(connection)
    else connection.close()
  }

  protected override async setLocalMediaStream(stream: MediaStream): Promise<void> {
    try {
      await super.setLocalMediaStream(stream)
    } finally {
      // The call ended while the microphone opened: nobody else lets go of it.
      if (this.#closed) for (const track of stream.getTracks()) track.stop()
    }
    this.#applySending()
    if (this.#others.length > 0) await this.mixWith(this.#others)
  }

  protected override setLocalSessionDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.#described = true
    return super.setLocalSessionDescription(description)
  }

  protected override createLocalOfferOrAnswer(
    options?: Web.SessionDescriptionHandlerOptions,
  ): Promise<RTCSessionDescriptionInit> {
    const order = codecOrder(RTCRtpReceiver.getCapabilities('audio')?.codecs ?? [])
    for (const transceiver of this.peerConnection?.getTransceivers() ?? [])
      transceiver.setCodecPreferences(order)
    return super.createLocalOfferOrAnswer(options)
  }

  /** Chromium refuses an output to an element whose stream has no track yet (AbortError): output first, then the stream. */
  async #play(): Promise<void> {
    await this.#sink
    if (this.#closed) return
    this.#audio.srcObject ??= this.remoteMediaStream
    await this.#audio.play().catch(ignore)
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

const hasAddress = (description: RTCSessionDescription | null) =>
  description !== null && /^a=candidate:\S+ \d+ udp /im.test(description.sdp)

/** The voice of a description handler, if it is one of ours. */
export function voiceOf(description: SessionDescriptionHandler | undefined): Voice | null {
  return description instanceof VoiceSession ? description : null
}

/** An output device that is gone: the sound stays on the default one. */
function ignore(): void {}
