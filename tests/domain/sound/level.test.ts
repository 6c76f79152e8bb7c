import { expect, test } from 'vitest'
import { barOf, isSpeech, levelDb, toneDb } from '#domain/sound/level.ts'

const rate = 48_000
const tone = (hz: number, height: number) =>
  Float32Array.from({ length: 1_024 }, (_, nth) => height * Math.sin((2 * Math.PI * hz * nth) / rate))

test('a full tone is 3 dB under full scale, half of it 6 dB less, silence endless', () => {
  expect(levelDb(tone(1_000, 1))).toBeCloseTo(-3, 0)
  expect(levelDb(tone(1_000, 0.5))).toBeCloseTo(-9, 0)
  expect(levelDb(new Float32Array(64))).toBe(Number.NEGATIVE_INFINITY)
  expect(levelDb([])).toBe(Number.NEGATIVE_INFINITY)
})

test('the bar of a meter is empty at -60 dB and full at 0', () => {
  expect([-90, -60, -30, 0, 6, Number.NEGATIVE_INFINITY].map(barOf)).toEqual([0, 0, 0.5, 1, 1, 0])
})

test('a voice at the headset is speech, a fan is not', () => {
  expect([isSpeech(-25), isSpeech(-48)]).toEqual([true, false])
})

test('a tone is found at its own frequency and nowhere else, however loud the rest is', () => {
  expect(toneDb(tone(1_000, 0.5), 1_000, rate)).toBeCloseTo(-6, 0)
  expect(toneDb(tone(3_000, 1), 1_000, rate)).toBeLessThan(-25)
  const both = tone(3_000, 0.5).map((value, nth) => value + (tone(1_000, 0.1)[nth] ?? 0))
  expect(toneDb(both, 1_000, rate)).toBeCloseTo(-20, 0)
  expect(toneDb([], 1_000, rate)).toBe(Number.NEGATIVE_INFINITY)
})
