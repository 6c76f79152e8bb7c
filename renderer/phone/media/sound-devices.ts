import { type DeviceInUse, type SoundRole, soundRoles } from '#domain/sound/audio-device.ts'
import { candidates, type PresentDevices } from '#domain/sound/choose-device.ts'
import { type DeviceNotice, withMove } from '#domain/sound/device-notice.ts'
import { firstSound, type SoundSettings } from '#domain/sound/sound-settings.ts'
import { Emitter } from '#shared/emitter.ts'
import type { AudioDevices, Plugged } from './audio-devices.ts'

/** A device that came back is told so long; what is gone stays told. */
const backToldMs = 10_000

export type SoundDevicesPorts = {
  devices: AudioDevices
  now: () => number
  after: (ms: number, then: () => void) => () => void
  /** Takes the devices to use, best first; answers the one that is used, null when none opened. */
  use: Readonly<Record<SoundRole, (best: readonly DeviceInUse[]) => Promise<DeviceInUse | null>>>
}

const nothing: PresentDevices = { any: true, devices: [], defaultLabel: '' }

/**
 * Keeps every role on the best device that is plugged in, as devices come and go, and remembers what a person must be
 * told: nothing is swapped without a word.
 */
export class SoundDevices {
  readonly changed = new Emitter<void>()
  readonly #ports: SoundDevicesPorts
  #settings: SoundSettings = firstSound
  #plugged: Plugged = { inputs: nothing, outputs: nothing }
  #inUse: Record<SoundRole, DeviceInUse | null> = { microphone: null, speaker: null, ring: null }
  #notices: DeviceNotice[] = []
  #looking: Promise<void> | null = null
  #again = false

  constructor(ports: SoundDevicesPorts) {
    this.#ports = ports
    ports.devices.onChange(() => void this.look())
  }

  get plugged(): Plugged {
    return this.#plugged
  }

  get inUse(): Readonly<Record<SoundRole, DeviceInUse | null>> {
    return this.#inUse
  }

  get notices(): readonly DeviceNotice[] {
    return this.#notices
  }

  /** What a person chose; moves that follow from it are no news to them. */
  async choose(settings: SoundSettings): Promise<void> {
    this.#settings = settings
    this.#notices = []
    await this.#settle(null)
  }

  /** Devices may have changed: looks, and moves what has to move. Looks that come while one is under way are one. */
  look(): Promise<void> {
    this.#again = true
    this.#looking ??= this.#lookOn().finally(() => {
      this.#looking = null
    })
    return this.#looking
  }

  /** Another device was used than the list said, e.g. one that did not open. */
  found(role: SoundRole, now: DeviceInUse | null): void {
    this.#move(role, now)
    this.changed.emit()
  }

  dismiss(): void {
    this.#notices = []
    this.changed.emit()
  }

  async #lookOn(): Promise<void> {
    while (this.#again) {
      this.#again = false
      // A browser that does not tell its devices: the system's own ones are used.
      const plugged = await this.#ports.devices.list().catch(() => this.#plugged)
      await this.#settle(plugged)
    }
  }

  /** `plugged` null: only the wishes changed. */
  async #settle(plugged: Plugged | null): Promise<void> {
    const told = plugged !== null
    if (plugged) this.#plugged = plugged
    await Promise.all(
      soundRoles.map(async (role) => {
        const now = await this.#ports.use[role](this.#bestFor(role))
        if (told) this.#move(role, now)
        else this.#inUse = { ...this.#inUse, [role]: now }
      }),
    )
    this.changed.emit()
  }

  #move(role: SoundRole, after: DeviceInUse | null): void {
    const before = this.#inUse[role]
    this.#inUse = { ...this.#inUse, [role]: after }
    // The first look finds what is there: nobody was moved.
    if (before === null || before.label === '') return
    const present = this.#presentFor(role)
    const best = this.#bestFor(role)
    this.#notices = withMove(this.#notices, { role, before, after, best, present, at: this.#ports.now() })
    const back = this.#notices.find((one) => one.role === role && one.kind === 'back')
    if (!back) return
    this.#ports.after(backToldMs, () => {
      if (!this.#notices.includes(back)) return
      this.#notices = this.#notices.filter((one) => one !== back)
      this.changed.emit()
    })
  }

  #bestFor(role: SoundRole): DeviceInUse[] {
    return candidates(this.#settings[role], this.#presentFor(role))
  }

  #presentFor(role: SoundRole): PresentDevices {
    return role === 'microphone' ? this.#plugged.inputs : this.#plugged.outputs
  }
}
