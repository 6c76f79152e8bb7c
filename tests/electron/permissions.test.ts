import { describe, expect, test } from 'vitest'
import { headsetAmong, mayHave, mayUseDevice, type Wish } from '#electron/main/permissions.ts'

const own = 'pult://app/phone/index.html'
const wish = (over: Partial<Wish>): Wish => ({
  permission: 'media',
  from: own,
  mainFrame: true,
  media: ['audio'],
  ...over,
})

/** Every permission Electron 45 knows. */
const all = [
  'accessibility-events',
  'automatic-fullscreen',
  'background-fetch',
  'background-sync',
  'camera-pan-tilt-zoom',
  'captured-surface-control',
  'clipboard-read',
  'clipboard-sanitized-write',
  'deprecated-sync-clipboard-read',
  'display-capture',
  'fileSystem',
  'fullscreen',
  'geolocation',
  'hid',
  'idle-detection',
  'keyboardLock',
  'local-network-access',
  'media',
  'mediaKeySystem',
  'midi',
  'midiSysex',
  'notifications',
  'openExternal',
  'persistent-storage',
  'pointerLock',
  'serial',
  'speaker-selection',
  'storage-access',
  'top-level-storage-access',
  'unknown',
  'usb',
  'window-management',
]
const granted = ['clipboard-sanitized-write', 'hid', 'media', 'notifications', 'speaker-selection']

describe('permissions', () => {
  test('our own page gets what a telephone needs and nothing else', () => {
    expect(all.filter((permission) => mayHave(wish({ permission })))).toEqual(granted)
  })

  test.each([
    'https://attacker.example/phone/index.html',
    'pult://other/phone/index.html',
    'pult://app.attacker.example/',
    'pult://app:8080/',
    'http://app/',
    'file:///phone/index.html',
    'about:blank',
    'data:text/html,x',
    '',
  ])('nobody else gets anything: %s', (from) => {
    expect(all.filter((permission) => mayHave(wish({ permission, from })))).toEqual([])
  })

  test('a frame inside our page gets nothing', () => {
    expect(all.filter((permission) => mayHave(wish({ permission, mainFrame: false })))).toEqual([])
  })

  test('the origin may come with or without a path', () => {
    expect(mayHave(wish({ from: 'pult://app' }))).toBe(true)
    expect(mayHave(wish({ from: 'pult://app/' }))).toBe(true)
  })

  test.each([[['video']], [['audio', 'video']], [[]]])(
    'no camera, alone or beside the microphone: %j',
    (media) => {
      expect(mayHave(wish({ media }))).toBe(false)
    },
  )

  const headset = { deviceId: 'h', collections: [{ usagePage: 0x0c }, { usagePage: 0x0b, usage: 5 }] }
  const keyboard = { deviceId: 'k', collections: [{ usagePage: 0x01, usage: 6 }] }
  const door = { deviceId: 'd', collections: [{ usagePage: 0xf1d0, children: [] }] }

  test('of devices, headsets on HID for our own page', () => {
    const may = (deviceType: string, origin: string, device: object) =>
      mayUseDevice({ deviceType, origin, device })
    expect(may('hid', 'pult://app', headset)).toBe(true)
    expect(may('hid', 'https://attacker.example', headset)).toBe(false)
    expect(may('usb', 'pult://app', headset)).toBe(false)
    expect(may('serial', 'pult://app', headset)).toBe(false)
  })

  test('no keyboard, no key of a door, and no device that does not say what it is', () => {
    for (const device of [keyboard, door, {}])
      expect(mayUseDevice({ deviceType: 'hid', origin: 'pult://app', device })).toBe(false)
  })

  test('asked for a headset, a page gets the first one, also where it lies inside another collection, or none', () => {
    expect(headsetAmong([keyboard, headset])).toBe('h')
    expect(
      headsetAmong([
        { deviceId: 'in', collections: [{ usagePage: 0xff00, children: [{ usagePage: 0x0b }] }] },
      ]),
    ).toBe('in')
    expect(headsetAmong([keyboard, door])).toBeNull()
  })
})
