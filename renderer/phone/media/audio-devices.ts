import type { AudioDevice } from '#domain/sound/audio-device.ts'
import type { PresentDevices } from '#domain/sound/choose-device.ts'

/** What is plugged in, by direction. */
export type Plugged = { inputs: PresentDevices; outputs: PresentDevices }

/** The machine's audio devices; a test brings its own. */
export interface AudioDevices {
  list(): Promise<Plugged>
  onChange(listener: () => void): void
}

type Media = Pick<MediaDevices, 'enumerateDevices' | 'addEventListener'>

/** Entries of Chromium that stand for another device of the list. */
const aliases = new Set(['default', 'communications'])

/** The devices the browser tells of; labels are empty until the microphone was allowed. */
export class BrowserDevices implements AudioDevices {
  readonly #media: Media

  constructor(media: Media) {
    this.#media = media
  }

  async list(): Promise<Plugged> {
    const found = await this.#media.enumerateDevices()
    return { inputs: presentOf(found, 'audioinput'), outputs: presentOf(found, 'audiooutput') }
  }

  onChange(listener: () => void): void {
    this.#media.addEventListener('devicechange', listener)
  }
}

type Told = Pick<MediaDeviceInfo, 'deviceId' | 'groupId' | 'kind' | 'label'>

/** The real devices of one kind, and the name of the one behind Chromium's `default`. */
export function presentOf(found: readonly Told[], kind: MediaDeviceKind): PresentDevices {
  const ofKind = found.filter((one) => one.kind === kind)
  const alias = ofKind.find(({ deviceId }) => deviceId === 'default')
  const real = ofKind.filter(({ deviceId }) => !aliases.has(deviceId))
  // Without a permission there is one entry, and it has neither id nor name.
  const named = real.filter(({ deviceId }) => deviceId !== '')
  const behind = named.find(({ groupId }) => alias !== undefined && groupId === alias.groupId)
  const devices: AudioDevice[] = named.map(({ deviceId, label }) => ({ id: deviceId, label: short(label) }))
  return {
    any: ofKind.length > 0,
    devices,
    defaultLabel: short(behind?.label ?? alias?.label ?? named[0]?.label ?? ''),
  }
}

const short = (label: string) => label.slice(0, 256)
