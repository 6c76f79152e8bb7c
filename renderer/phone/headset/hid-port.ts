import type { HidCollection } from '#domain/headset/hid-layout.ts'

/** A device that speaks HID; the browser's is web-hid.ts, a test brings its own. */
export interface HidDevice {
  readonly name: string
  readonly collections: readonly HidCollection[]
  open(): Promise<void>
  close(): Promise<void>
  /** Rejects when the device is gone or does not take it. */
  send(reportId: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>
  onReport(listener: (reportId: number, bytes: Uint8Array) => void): void
}

/** The devices this page may use: a person allowed them, or the company's policy did. */
export interface HidPort {
  /** The same object for the same device each time. */
  devices(): Promise<readonly HidDevice[]>
  /** A device came or went. */
  onChange(listener: () => void): void
}
