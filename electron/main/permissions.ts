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

/** Headsets only; the page itself filters for telephony usage (HID page 0x0B). */
export const mayUseDevice = (wish: { deviceType: string; origin: string }): boolean =>
  wish.deviceType === 'hid' && originOf(wish.origin) === pageOrigin

/** Sets the three handlers of a session; Electron asks different ones for a request, a check and a device. */
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
  session.setDevicePermissionHandler((details) => mayUseDevice(details))
}
