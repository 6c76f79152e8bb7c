import type { Session } from 'electron'
import { pageOrigin } from './protocol.ts'

/** What a page asks to be allowed, as far as the answer depends on it. */
export type Wish = {
  permission: string
  /** Origin or address of the asking frame. */
  from: string
  mainFrame: boolean
  /** For `media`: what would be opened. */
  media: readonly string[]
}

const granted: ReadonlySet<string> = new Set([
  'speaker-selection',
  'notifications',
  'hid',
  'clipboard-sanitized-write',
])

const originOf = (address: string) => {
  // `URL.origin` of a scheme of our own is "null" outside Chromium, so it is put together by hand.
  const parsed = URL.parse(address)
  return parsed ? `${parsed.protocol}//${parsed.host}` : ''
}

/** Deny everything except what a telephone of our own page needs: microphone, loudspeaker choice, notices, headset keys. */
export function mayHave({ permission, from, mainFrame, media }: Wish): boolean {
  if (originOf(from) !== pageOrigin || !mainFrame) return false
  if (permission === 'media') return media.length > 0 && media.every((kind) => kind === 'audio')
  return granted.has(permission)
}

/** HID usage tables: what headsets have and keyboards, drives and keys of doors have not. */
const telephonyPage = 0x0b

type Collection = { readonly usagePage?: number; readonly children?: readonly Collection[] }
const isTelephony = ({ usagePage, children = [] }: Collection): boolean =>
  usagePage === telephonyPage || children.some(isTelephony)

/** A device as Electron describes it; the parts that decide. */
export type DeviceWish = {
  deviceType: string
  origin: string
  device: { collections?: readonly Collection[] }
}

/** Headsets only, and only for our own page: they need no question then, as nothing else can be reached by it. */
export const mayUseDevice = ({ deviceType, origin, device }: DeviceWish): boolean =>
  deviceType === 'hid' && originOf(origin) === pageOrigin && (device.collections ?? []).some(isTelephony)

type Offered = { readonly deviceId: string; readonly collections?: readonly Collection[] }

/** Which of the devices that fit a page's question it gets: the first headset. Null: none of them is one. */
export const headsetAmong = (devices: readonly Offered[]): string | null =>
  devices.find(({ collections = [] }) => collections.some(isTelephony))?.deviceId ?? null

/** Sets the handlers of a session; Electron asks different ones for a request, a check, a device and the choice of one. */
export function guardPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(
      mayHave({
        permission,
        from: details.requestingUrl ?? '',
        mainFrame: details.isMainFrame,
        media: 'mediaTypes' in details ? (details.mediaTypes ?? []) : [],
      }),
    ),
  )
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    mayHave({
      permission,
      from: requestingOrigin,
      mainFrame: details.isMainFrame,
      // A check before devices are listed names no kind: the labels of microphones are what is asked for.
      media: details.mediaType === 'video' ? ['video'] : ['audio'],
    }),
  )
  session.setDevicePermissionHandler((details) => mayUseDevice(details as DeviceWish))
  session.on('select-hid-device', (event, { deviceList, frame }, answer) => {
    event.preventDefault()
    const ours = frame !== null && originOf(frame.url) === pageOrigin
    answer(ours ? headsetAmong(deviceList as readonly Offered[]) : null)
  })
}
