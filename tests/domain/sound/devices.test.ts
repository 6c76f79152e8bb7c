import { describe, expect, test } from 'vitest'
import { candidates, isPresent, type PresentDevices } from '#domain/sound/choose-device.ts'
import { type DeviceNotice, withMove } from '#domain/sound/device-notice.ts'
import { choose, firstSound, processingOf, withProcessing } from '#domain/sound/sound-settings.ts'

const headset = { id: 'h1', label: 'Headset' }
const webcam = { id: 'w1', label: 'Webcam' }
const built = { id: 'b1', label: 'Built-in' }
const present = (...devices: { id: string; label: string }[]): PresentDevices => ({
  any: devices.length > 0,
  devices,
  defaultLabel: devices.at(-1)?.label ?? '',
})

describe('a device is chosen', () => {
  test('in the order of preference, the one chosen last first, the system’s at the end', () => {
    const remembered = choose(choose(choose([], built), webcam), headset)
    expect(remembered).toEqual([headset, webcam, built])
    expect(candidates(remembered, present(webcam, built))).toEqual([
      webcam,
      built,
      { id: null, label: 'Built-in' },
    ])
  })

  test('by its label when the browser gave it another id, and the new id is the one to open', () => {
    const again = { id: 'h2', label: 'Headset' }
    expect(candidates([headset], present(again, built))[0]).toEqual(again)
    expect(isPresent(headset, present(again))).toBe(true)
  })

  test('not by an empty label: names hidden by the browser are no names', () => {
    expect(candidates([{ id: 'x', label: '' }], present({ id: 'y', label: '' }))).toEqual([
      { id: null, label: '' },
    ])
  })

  test('and forgotten by choosing the system’s', () => {
    expect(choose([headset, webcam], null)).toEqual([])
  })

  test('once each, five at most', () => {
    const many = Array.from({ length: 9 }, (_, nth) => ({ id: `${nth}`, label: `Device ${nth}` }))
    expect(many.reduce((list, one) => choose(list, one), [] as typeof many)).toHaveLength(5)
    expect(choose([headset, webcam], { id: 'h9', label: 'Headset' })).toEqual([
      { id: 'h9', label: 'Headset' },
      webcam,
    ])
  })
})

test('each microphone keeps its own processing; one nobody spoke of has all of it', () => {
  const settings = withProcessing(firstSound, 'Headset', { noiseSuppression: false })
  expect(processingOf(settings, 'Headset')).toEqual({
    echoCancellation: true,
    noiseSuppression: false,
    autoGainControl: true,
  })
  expect(processingOf(settings, 'Webcam').noiseSuppression).toBe(true)
})

describe('a person is told', () => {
  const move = (
    notices: readonly DeviceNotice[],
    before: { id: string | null; label: string },
    after: { id: string | null; label: string } | null,
    plugged: PresentDevices,
    remembered = [headset, webcam],
  ) =>
    withMove(notices, {
      role: 'microphone',
      before,
      after,
      best: candidates(remembered, plugged),
      present: plugged,
      at: 5,
    })

  test('which device went and which is used now', () => {
    expect(move([], headset, webcam, present(webcam))).toEqual([
      { role: 'microphone', kind: 'gone', before: 'Headset', now: 'Webcam', at: 5 },
    ])
  })

  test('that it is back, instead of that it went', () => {
    const gone = move([], headset, webcam, present(webcam))
    expect(move(gone, webcam, headset, present(webcam, headset))).toEqual([
      { role: 'microphone', kind: 'back', before: 'Webcam', now: 'Headset', at: 5 },
    ])
  })

  test('that a headset is back from the system’s own device, which has a name of its own', () => {
    const plugged = { any: true, devices: [headset], defaultLabel: 'Default' }
    expect(move([], { id: null, label: 'Default' }, headset, plugged)).toMatchObject([{ kind: 'back' }])
  })

  test('that there is none left', () => {
    expect(move([], headset, null, present())).toMatchObject([{ kind: 'gone', now: null }])
  })

  test('that a microphone which is there did not open', () => {
    expect(move([], headset, webcam, present(headset, webcam))).toMatchObject([
      { kind: 'busy', before: 'Headset', now: 'Webcam' },
    ])
  })

  test('that the system changed its mind, nothing being unplugged', () => {
    const plugged = { any: true, devices: [webcam, built], defaultLabel: 'Built-in' }
    expect(
      move([], { id: null, label: 'Webcam' }, { id: null, label: 'Built-in' }, plugged, []),
    ).toMatchObject([{ kind: 'moved', now: 'Built-in' }])
  })

  test('nothing of a device that only got another id, nor of the same one', () => {
    expect(
      move([], headset, { id: 'h2', label: 'Headset' }, present({ id: 'h2', label: 'Headset' })),
    ).toEqual([])
    expect(move([], headset, headset, present(headset))).toEqual([])
  })
})
