import type { HidCollection } from '#domain/headset/hid-layout.ts'
import type { HidDevice, HidPort } from '#renderer/phone/headset/hid-port.ts'

/** A headset on the desk: a test presses its buttons and reads its lamps. */
export class FakeHeadset implements HidDevice {
  readonly name: string
  readonly collections: readonly HidCollection[]
  /** Set: it does not open. */
  taken = false
  opens = 0
  readonly #lamps = new Map<number, string>()
  readonly #listeners: ((reportId: number, bytes: Uint8Array) => void)[] = []

  constructor(name: string, collections: readonly HidCollection[]) {
    this.name = name
    this.collections = collections
  }

  async open(): Promise<void> {
    if (this.taken) throw new Error('taken')
    this.opens++
  }

  async close(): Promise<void> {}

  async send(reportId: number, bytes: Uint8Array): Promise<void> {
    this.#lamps.set(reportId, [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join(' '))
  }

  onReport(listener: (reportId: number, bytes: Uint8Array) => void): void {
    this.#listeners.push(listener)
  }

  press(reportId: number, ...bytes: number[]): void {
    for (const listener of this.#listeners) listener(reportId, Uint8Array.from(bytes))
  }

  /** Each output report as it was sent last, in bits. */
  get lamps(): Record<number, string> {
    return Object.fromEntries(this.#lamps)
  }
}

/** The USB sockets of a desk. */
export class FakeUsb implements HidPort {
  plugged: readonly FakeHeadset[]
  #changed = () => {}

  constructor(...plugged: FakeHeadset[]) {
    this.plugged = plugged
  }

  async devices(): Promise<readonly FakeHeadset[]> {
    return this.plugged
  }

  onChange(listener: () => void): void {
    this.#changed = listener
  }

  plug(...plugged: FakeHeadset[]): void {
    this.plugged = plugged
    this.#changed()
  }
}
