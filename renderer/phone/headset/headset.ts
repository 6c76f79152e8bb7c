import type { HeadsetPress } from '#domain/headset/headset-deed.ts'
import { type HeadsetLayout, lampReports, layoutOf, pressedIn } from '#domain/headset/hid-layout.ts'
import type { HeadsetButton, HeadsetLamp } from '#domain/headset/hid-usages.ts'
import type { HidDevice } from './hid-port.ts'

/** One headset: reports in, presses out; lamps in, reports out. */
export class Headset {
  readonly device: HidDevice
  readonly layout: HeadsetLayout
  readonly #pressed = new Map<HeadsetButton, boolean>()
  /** What each output report said last: nothing is sent twice. */
  readonly #sent = new Map<number, string>()
  #sending: Promise<void> = Promise.resolve()

  private constructor(device: HidDevice, layout: HeadsetLayout, heard: (press: HeadsetPress) => void) {
    this.device = device
    this.layout = layout
    device.onReport((reportId, bytes) => {
      for (const [button, on] of pressedIn(layout, reportId, bytes)) {
        if ((this.#pressed.get(button) ?? false) === on) continue
        this.#pressed.set(button, on)
        const means = layout.buttons.find((one) => one.button === button)?.means ?? 'press'
        heard({ button, on, means })
      }
    })
  }

  /** Opens a device; null when it is no headset or does not open. */
  static async open(device: HidDevice, heard: (press: HeadsetPress) => void): Promise<Headset | null> {
    const layout = layoutOf(device.collections)
    if (layout === null) return null
    try {
      await device.open()
    } catch {
      // Another program holds it for itself: its buttons are that program's.
      return null
    }
    return new Headset(device, layout, heard)
  }

  /** Lights exactly these lamps, one report after another. */
  light(lit: ReadonlySet<HeadsetLamp>): void {
    for (const { reportId, bytes } of lampReports(this.layout, lit)) {
      const said = bytes.join()
      if (this.#sent.get(reportId) === said) continue
      this.#sent.set(reportId, said)
      this.#sending = this.#sending
        .then(() => this.device.send(reportId, bytes))
        // Unplugged in between: the list of devices tells it.
        .catch(() => {})
    }
  }
}
