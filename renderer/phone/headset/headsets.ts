import type { PhoneSnapshot } from '#bridge/phone.ts'
import type { SoundView } from '#bridge/phone-media.ts'
import { deedOf, type HeadsetDeed, type HeadsetPress, lampsOf } from '#domain/headset/headset-deed.ts'
import { Emitter, type Unsubscribe } from '#shared/emitter.ts'
import type { Phone } from '../phone.ts'
import { Headset } from './headset.ts'
import type { HidDevice, HidPort } from './hid-port.ts'

type Calls = Pick<Phone, 'answer' | 'hangUp' | 'hold' | 'resume' | 'setMuted'> & {
  readonly snapshot: Pick<PhoneSnapshot, 'calls' | 'ringing'>
  onChange(listener: () => void): Unsubscribe
}

/** The headsets that are plugged in: their buttons move the calls, the calls light their lamps. */
export class Headsets {
  readonly changed = new Emitter<void>()
  readonly #port: HidPort
  readonly #calls: Calls
  readonly #open = new Map<HidDevice, Headset>()
  #looking: Promise<void> = Promise.resolve()

  constructor(port: HidPort, calls: Calls) {
    this.#port = port
    this.#calls = calls
    port.onChange(() => void this.look())
    calls.onChange(() => this.#light())
    void this.look()
  }

  get all(): SoundView['headsets'] {
    return [...this.#open.values()].map(({ device, layout }) => ({
      name: device.name.slice(0, 256),
      mute: layout.buttons.some(({ button }) => button === 'mute'),
      lamps: layout.lamps.length > 0,
    }))
  }

  /** Opens what is new and forgets what is gone. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#look())
    return this.#looking
  }

  async #look(): Promise<void> {
    const present = await this.#port.devices()
    for (const device of this.#open.keys()) if (!present.includes(device)) this.#open.delete(device)
    for (const device of present) {
      if (this.#open.has(device)) continue
      const headset = await Headset.open(device, (press) => this.#pressed(device, press))
      if (headset) this.#open.set(device, headset)
    }
    this.#light()
    this.changed.emit()
  }

  #pressed(device: HidDevice, press: HeadsetPress): void {
    if (!this.#open.has(device)) return
    const deed = deedOf(press, this.#calls.snapshot.calls)
    if (deed) this.#carryOut(deed)
    // A press that meant nothing may have changed a lamp in the device itself.
    this.#light()
  }

  #carryOut(deed: HeadsetDeed): void {
    const calls = this.#calls
    // What could not be done is seen on the screen and on the lamps; there is nobody to answer to.
    if (deed.do === 'mute') void calls.setMuted(deed.callId, deed.on)
    else if (deed.do === 'answer') void calls.answer(deed.callId)
    else if (deed.do === 'hangUp') void calls.hangUp(deed.callId)
    else if (deed.do === 'hold') void calls.hold(deed.callId)
    else void calls.resume(deed.callId)
  }

  #light(): void {
    const { calls, ringing } = this.#calls.snapshot
    const lit = lampsOf(calls, ringing)
    for (const headset of this.#open.values()) headset.light(lit)
  }
}
