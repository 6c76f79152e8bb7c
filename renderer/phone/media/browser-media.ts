import type { SessionDescriptionHandler, SessionDescriptionHandlerFactory } from 'sip.js'
import type { DeviceInUse, SoundRole } from '#domain/sound/audio-device.ts'
import { firstSound, processingOf, type SoundSettings } from '#domain/sound/sound-settings.ts'
import type { Result } from '#shared/result.ts'
import type { MicrophoneFault } from '../phone.ts'
import { BrowserDevices } from './audio-devices.ts'
import { listenTo } from './level-meter.ts'
import type { MediaPort, RingKind, Voice } from './media-port.ts'
import { Microphone } from './microphone.ts'
import { MicrophoneUsers } from './microphone-users.ts'
import { Ringer } from './ringer.ts'
import { SoundDevices } from './sound-devices.ts'
import { playTestTone } from './test-tone.ts'
import { VoiceSession, voiceOf } from './voice-session.ts'

type Ports = { now: () => number; after: (ms: number, then: () => void) => () => void }

/** Sound by the browser: WebRTC, the microphone, the devices and the ring. */
export class BrowserMedia implements MediaPort {
  readonly devices: SoundDevices
  readonly #microphone = new Microphone((constraints) => navigator.mediaDevices.getUserMedia(constraints))
  readonly #users = new MicrophoneUsers(this.#microphone)
  readonly #calls = Symbol('calls')
  readonly #ringer = new Ringer()
  readonly #voices = new Set<VoiceSession>()
  #settings: SoundSettings = firstSound
  #speakerId: string | null = null
  #ringId: string | null = null

  constructor({ now, after }: Ports) {
    this.devices = new SoundDevices({
      devices: new BrowserDevices(navigator.mediaDevices),
      now,
      after,
      use: {
        microphone: (best) => this.#useMicrophone(best),
        speaker: async ([best]) => {
          this.#speakerId = best?.id ?? null
          await Promise.all([...this.#voices].map((voice) => voice.playOn(this.#speakerId)))
          return this.#orNone('speaker', best)
        },
        ring: async ([best]) => {
          this.#ringId = best?.id ?? null
          this.#ringer.set({ volume: this.#settings.ringVolume, deviceId: this.#ringId })
          return this.#orNone('ring', best)
        },
      },
    })
    this.#microphone.lost.on(() => void this.devices.look())
    this.#microphone.replaced.on(() => void this.#giveMicrophone())
    void this.devices.look()
  }

  /** Applied to the next call and to the one that goes on. */
  apply(settings: SoundSettings): Promise<void> {
    this.#settings = settings
    for (const voice of this.#voices) voice.setVolume(settings.speakerVolume)
    return this.devices.choose(settings)
  }

  descriptions(iceServers: readonly string[]): SessionDescriptionHandlerFactory {
    return (session) => {
      const voice: VoiceSession = new VoiceSession({
        logger: session.userAgent.getLogger('pult.voice'),
        openStream: () => this.#microphone.clone(),
        iceServers,
        speakerId: this.#speakerId,
        onClose: () => this.#voices.delete(voice),
      })
      voice.setVolume(this.#settings.speakerVolume)
      this.#voices.add(voice)
      return voice
    }
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
    return this.#openFor(this.#calls)
  }

  releaseMicrophone(): void {
    this.#users.leave(this.#calls)
  }

  /** Opens the microphone for a moment, to see whether it is there. */
  async checkMicrophone(): Promise<Result<null, MicrophoneFault>> {
    const user = Symbol('check')
    const opened = await this.#openFor(user)
    this.#users.leave(user)
    return opened
  }

  /** Opens the microphone and tells its level in dB until the signal ends it; answers when it listens. */
  async listen(hear: (db: number) => void, signal: AbortSignal): Promise<Result<null, MicrophoneFault>> {
    const user = Symbol('listen')
    const opened = await this.#openFor(user)
    if (!opened.ok) return opened
    let stop = () => {}
    const begin = async () => {
      const stream = await this.#microphone.clone()
      stop()
      const deaf = signal.aborted ? () => {} : listenTo(stream, hear)
      stop = () => {
        deaf()
        for (const track of stream.getTracks()) track.stop()
      }
      if (signal.aborted) stop()
    }
    const again = this.#microphone.replaced.on(() => void begin().catch(() => {}))
    signal.addEventListener('abort', () => {
      again()
      stop()
      this.#users.leave(user)
    })
    if (signal.aborted) this.#users.leave(user)
    else await begin()
    return opened
  }

  testTone(on: Exclude<SoundRole, 'microphone'>): Promise<void> {
    const { ringVolume, speakerVolume } = this.#settings
    return on === 'ring'
      ? playTestTone(this.#ringId, ringVolume)
      : playTestTone(this.#speakerId, speakerVolume)
  }

  ring(kind: RingKind): void {
    this.#ringer.play(kind)
  }

  mix(voices: readonly Voice[]): () => void {
    const sessions = voices.filter((voice) => voice instanceof VoiceSession)
    for (const session of sessions) {
      const others = sessions.filter((other) => other !== session)
      void session.mixWith(others.map(({ remoteMediaStream }) => remoteMediaStream))
    }
    return () => {
      for (const session of sessions) void session.mixWith([])
    }
  }

  async #openFor(user: symbol): Promise<Result<null, MicrophoneFault>> {
    const opened = await this.#users.take(user)
    if (!opened.ok) return opened
    this.devices.found('microphone', this.#microphone.inUse)
    // With the permission come ids and names: the ones that were chosen can be found now.
    if (this.devices.plugged.inputs.devices.length === 0) void this.devices.look()
    return opened
  }

  async #useMicrophone(best: readonly DeviceInUse[]): Promise<DeviceInUse | null> {
    await this.#microphone.use(
      best.map((device) => {
        const label = device.id === null ? '' : device.label
        return { ...device, ...processingOf(this.#settings, label) }
      }),
    )
    if (this.devices.plugged.inputs.any) this.#microphone.plugged()
    return this.#orNone('microphone', this.#microphone.inUse)
  }

  #orNone(role: SoundRole, device: DeviceInUse | undefined): DeviceInUse | null {
    const { inputs, outputs } = this.devices.plugged
    return (role === 'microphone' ? inputs : outputs).any ? (device ?? null) : null
  }

  /** Every call takes the new microphone; nothing is negotiated anew (RTCRtpSender.replaceTrack). */
  async #giveMicrophone(): Promise<void> {
    await Promise.all([...this.#voices].map(async (voice) => voice.sendFrom(await this.#microphone.clone())))
  }
}
