import type { PhoneSnapshot } from '#bridge/phone.ts'
import { Emitter } from '#shared/emitter.ts'
import { ok, type Result, refuse } from '#shared/result.ts'
import type { MicrophoneFault } from '../phone.ts'

export type OpenStream = (constraints: MediaStreamConstraints) => Promise<MediaStream>

/** One open microphone for all calls; each call gets a clone, so that ending one does not silence another. */
export class Microphone {
  readonly changed = new Emitter<void>()
  readonly #openStream: OpenStream
  #deviceId: string | null = null
  #stream: MediaStream | null = null
  #opening: Promise<Result<null, MicrophoneFault>> | null = null
  #state: PhoneSnapshot['microphone'] = 'unknown'

  constructor(openStream: OpenStream) {
    this.#openStream = openStream
  }

  get state(): PhoneSnapshot['microphone'] {
    return this.#state
  }

  /** Which microphone from now on; a call in progress keeps the one it has. */
  choose(deviceId: string | null): void {
    if (deviceId === this.#deviceId) return
    this.#deviceId = deviceId
    this.release()
  }

  open(): Promise<Result<null, MicrophoneFault>> {
    if (this.#isLive()) return Promise.resolve(ok(null))
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null
    })
    return this.#opening
  }

  /** A stream for one call. Rejects when the microphone cannot be opened. */
  async clone(): Promise<MediaStream> {
    const opened = await this.open()
    if (!opened.ok || !this.#stream) throw new Error('no microphone')
    return this.#stream.clone()
  }

  /** Closes it: the sign that it listens goes out, and a Bluetooth headset may return to music. */
  release(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop()
    this.#stream = null
  }

  async #open(): Promise<Result<null, MicrophoneFault>> {
    try {
      // Not `exact`: a headset that is gone must not silence the call, the system's default speaks instead.
      const deviceId = this.#deviceId === null ? {} : { deviceId: { ideal: this.#deviceId } }
      this.#stream = await this.#openStream({
        audio: { ...deviceId, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      })
      this.#setState('ok')
      return ok(null)
    } catch (error) {
      const fault = microphoneFault(error)
      this.#setState(fault)
      return refuse(fault)
    }
  }

  #isLive(): boolean {
    return this.#stream?.getAudioTracks().some(({ readyState }) => readyState === 'live') ?? false
  }

  #setState(state: PhoneSnapshot['microphone']): void {
    if (state === this.#state) return
    this.#state = state
    this.changed.emit()
  }
}

/** Names of W3C Media Capture §10.2; what is unknown is taken for a device that does not start. */
export function microphoneFault(error: unknown): MicrophoneFault {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'busy'
}
