import type { PhoneSnapshot } from '#bridge/phone.ts'
import type { DeviceInUse } from '#domain/sound/audio-device.ts'
import type { VoiceProcessing } from '#domain/sound/sound-settings.ts'
import { Emitter } from '#shared/emitter.ts'
import { ok, type Result, refuse } from '#shared/result.ts'
import type { MicrophoneFault } from '../phone.ts'

export type OpenStream = (constraints: MediaStreamConstraints) => Promise<MediaStream>

/** A microphone to try, and what the browser shall do to its voice. */
export type MicrophoneWish = DeviceInUse & VoiceProcessing

const systemDefault: MicrophoneWish = {
  id: null,
  label: '',
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
}

/** One open microphone for all calls; each call gets a clone, so that ending one does not silence another. */
export class Microphone {
  /** The state is another one. */
  readonly changed = new Emitter<void>()
  /** Calls must take a new clone: the one they have is of a device that is not used any longer. */
  readonly replaced = new Emitter<void>()
  /** The device went while it was open. */
  readonly lost = new Emitter<void>()
  readonly #openStream: OpenStream
  #wishes: readonly MicrophoneWish[] = [systemDefault]
  #stream: MediaStream | null = null
  #opened: MicrophoneWish | null = null
  #opening: Promise<Result<null, MicrophoneFault>> | null = null
  /** Somebody needs it open. */
  #wanted = false
  #state: PhoneSnapshot['microphone'] = 'unknown'

  constructor(openStream: OpenStream) {
    this.#openStream = openStream
  }

  get state(): PhoneSnapshot['microphone'] {
    return this.#state
  }

  /** The device that is open, else the one that would be. */
  get inUse(): DeviceInUse {
    const { id, label } = this.#opened ?? this.#wishes[0] ?? systemDefault
    return { id, label }
  }

  /** Which microphones from now on, best first. An open one that is not the best any longer is replaced in the calls. */
  async use(wishes: readonly MicrophoneWish[]): Promise<void> {
    this.#wishes = wishes.length === 0 ? [systemDefault] : wishes
    await this.#opening
    if (this.#stream === null) return
    if (this.#isLive() && sameWish(this.#opened, this.#wishes[0])) return
    await this.#reopen()
  }

  /** There is one to open: that there was none is no longer true, and whether it opens is not known yet. */
  plugged(): void {
    if (this.#state === 'missing' && this.#stream === null) this.#setState('unknown')
  }

  open(): Promise<Result<null, MicrophoneFault>> {
    this.#wanted = true
    return this.#isLive() ? Promise.resolve(ok(null)) : this.#openOnce()
  }

  /** A stream for one call. Rejects when the microphone cannot be opened. */
  async clone(): Promise<MediaStream> {
    const opened = await this.open()
    if (!opened.ok || !this.#stream) throw new Error('no microphone')
    return this.#stream.clone()
  }

  /** Closes it: the sign that it listens goes out, and a Bluetooth headset may return to music. */
  release(): void {
    this.#wanted = false
    stop(this.#stream)
    this.#stream = null
    this.#opened = null
  }

  /** The new one first, then the old one: between them the calls would be mute. */
  async #reopen(): Promise<void> {
    const old = this.#stream
    const opened = await this.#openOnce()
    if (!opened.ok || !this.#wanted) return
    this.replaced.emit()
    stop(old)
  }

  #openOnce(): Promise<Result<null, MicrophoneFault>> {
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null
      // Nobody waited for it.
      if (!this.#wanted) this.release()
    })
    return this.#opening
  }

  async #open(): Promise<Result<null, MicrophoneFault>> {
    let first: MicrophoneFault | null = null
    for (const wish of this.#wishes) {
      try {
        this.#take(await this.#openStream({ audio: constraintsOf(wish) }), wish)
        return ok(null)
      } catch (error) {
        const fault = microphoneFault(error)
        first ??= fault
        // A refused permission is refused for all of them, and asking again asks the person again.
        if (fault === 'denied') break
      }
    }
    const fault = first ?? 'missing'
    this.#setState(fault)
    return refuse(fault)
  }

  #take(stream: MediaStream, wish: MicrophoneWish): void {
    this.#stream = stream
    this.#opened = wish
    for (const track of stream.getAudioTracks()) {
      track.addEventListener('ended', () => {
        if (this.#stream === stream) this.lost.emit()
      })
    }
    this.#setState('ok')
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

/** `exact`: the browser must not take another one behind our back; the next wish is ours to choose and to tell. */
function constraintsOf({ id, label: _, ...processing }: MicrophoneWish): MediaTrackConstraints {
  return { ...(id === null ? {} : { deviceId: { exact: id } }), ...processing }
}

function sameWish(one: MicrophoneWish | null, other: MicrophoneWish | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other ?? null)
}

function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop()
}

/** Names of W3C Media Capture §10.2; what is unknown is taken for a device that does not start. */
export function microphoneFault(error: unknown): MicrophoneFault {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'busy'
}
