// @vitest-environment node
import { expect, test } from 'vitest'
import { presentOf } from '#renderer/phone/media/audio-devices.ts'
import { Microphone, type MicrophoneWish } from '#renderer/phone/media/microphone.ts'

const named = (name: string) => Object.assign(new Error(name), { name })
const wish = (id: string | null, change: Partial<MicrophoneWish> = {}): MicrophoneWish => ({
  ...{ id, label: id ?? 'Default' },
  ...{ echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  ...change,
})

/** A desk of microphones: what is opened, what is stopped, and what fails. */
class Desk {
  readonly fails = new Map<string, string>()
  readonly opened: string[] = []
  readonly live = new Map<object, string>()
  readonly #ends = new Map<string, () => void>()
  readonly microphone = new Microphone(async ({ audio }) => {
    const { deviceId } = audio as { deviceId?: { exact: string } }
    const id = deviceId?.exact ?? 'default'
    const fault = this.fails.get(id)
    if (fault) throw named(fault)
    this.opened.push(id)
    const track = {
      readyState: 'live',
      stop: () => {
        track.readyState = 'ended'
        this.live.delete(track)
      },
      addEventListener: (_: string, ended: () => void) => this.#ends.set(id, ended),
    }
    this.live.set(track, id)
    this.#pull.set(id, () => {
      track.readyState = 'ended'
      this.live.delete(track)
    })
    return { getAudioTracks: () => [track], getTracks: () => [track] } as unknown as MediaStream
  })
  readonly #pull = new Map<string, () => void>()

  unplug(id: string): void {
    this.fails.set(id, 'NotFoundError')
    this.#pull.get(id)?.()
    this.#ends.get(id)?.()
  }

  get open(): string[] {
    return [...this.live.values()]
  }
}

test('the best that opens is used; a refused permission is not asked for again and again', async () => {
  const desk = new Desk()
  desk.fails.set('headset', 'NotReadableError')
  await desk.microphone.use([wish('headset'), wish('webcam'), wish(null)])
  expect((await desk.microphone.open()).ok).toBe(true)
  expect(desk.microphone.inUse.id).toBe('webcam')
  const asked = new Desk()
  for (const id of ['headset', 'default']) asked.fails.set(id, 'NotAllowedError')
  await asked.microphone.use([wish('headset'), wish(null)])
  expect(await asked.microphone.open()).toEqual({ ok: false, refusal: 'denied' })
})

test('a better one replaces it in the calls before the old one is closed; the same one does nothing', async () => {
  const desk = new Desk()
  let replaced = 0
  let openThen: string[] = []
  desk.microphone.replaced.on(() => {
    replaced++
    openThen = desk.open
  })
  await desk.microphone.use([wish('webcam')])
  await desk.microphone.open()
  await desk.microphone.use([wish('headset'), wish('webcam')])
  expect(replaced).toBe(1)
  expect(openThen).toEqual(['webcam', 'headset'])
  expect(desk.open).toEqual(['headset'])
  await desk.microphone.use([wish('headset')])
  expect(replaced).toBe(1)
  await desk.microphone.use([wish('headset', { noiseSuppression: false })])
  expect(replaced).toBe(2)
})

test('closed, a choice opens nothing; closed while it opens, it does not stay open', async () => {
  const desk = new Desk()
  await desk.microphone.use([wish('headset')])
  expect(desk.opened).toEqual([])
  const opening = desk.microphone.open()
  desk.microphone.release()
  await opening
  expect(desk.open).toEqual([])
})

test('the last one gone it is missing, and a new one in a running call is taken at once', async () => {
  const desk = new Desk()
  await desk.microphone.use([wish('headset'), wish(null)])
  await desk.microphone.open()
  let lost = 0
  desk.microphone.lost.on(() => lost++)
  desk.fails.set('default', 'NotFoundError')
  desk.unplug('headset')
  expect(lost).toBe(1)
  await desk.microphone.use([wish(null)])
  expect(desk.microphone.state).toBe('missing')
  await desk.microphone.use([wish('webcam'), wish(null)])
  expect(desk.microphone.state).toBe('ok')
  expect(desk.open).toEqual(['webcam'])
})

test('that there was none is taken back when one is plugged in', async () => {
  const desk = new Desk()
  desk.fails.set('default', 'NotFoundError')
  await desk.microphone.open()
  expect(desk.microphone.state).toBe('missing')
  desk.microphone.plugged()
  expect(desk.microphone.state).toBe('unknown')
})

test('Chromium’s aliases are not devices of their own, and the one behind them is named', () => {
  const entry = (deviceId: string, label: string, groupId: string) => ({
    ...{ deviceId, label, groupId, kind: 'audioinput' as const },
  })
  expect(
    presentOf(
      [
        entry('default', 'Default - Headset', 'g2'),
        entry('communications', 'Communications - Headset', 'g2'),
        entry('a', 'Webcam', 'g1'),
        entry('b', 'Headset', 'g2'),
      ],
      'audioinput',
    ),
  ).toEqual({
    any: true,
    devices: [
      { id: 'a', label: 'Webcam' },
      { id: 'b', label: 'Headset' },
    ],
    defaultLabel: 'Headset',
  })
  expect(presentOf([entry('', '', '')], 'audioinput')).toEqual({ any: true, devices: [], defaultLabel: '' })
  expect(presentOf([], 'audioinput')).toEqual({ any: false, devices: [], defaultLabel: '' })
})
