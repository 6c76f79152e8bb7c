import { describe, expect, test, vi } from 'vitest'
import { aLawSilence, aLawTone, fromALaw, toALaw } from '#demo/mini-pbx/a-law.ts'
import { Pacer } from '#demo/mini-pbx/pacer.ts'
import { holdMusic, murmur, steadyTone } from '#demo/mini-pbx/sounds.ts'

describe('A-law', () => {
  test('each byte is the code of its own value', () => {
    for (let byte = 0; byte < 256; byte++) expect(toALaw(fromALaw(byte))).toBe(byte)
  })

  test('a sample comes back within a sixteenth of itself', () => {
    for (let sample = -32_000; sample <= 32_000; sample += 37) {
      expect(Math.abs(fromALaw(toALaw(sample)) - sample)).toBeLessThanOrEqual(
        Math.max(16, Math.abs(sample) / 16),
      )
    }
    expect(toALaw(0)).toBe(aLawSilence)
  })
})

describe('sounds', () => {
  test('are whole packets, audible and not clipped', () => {
    for (const sound of [murmur(), holdMusic(), steadyTone(), aLawTone(440, 8000)]) {
      expect(sound.length % 160).toBe(0)
      const peak = Math.max(...[...sound].map((byte) => Math.abs(fromALaw(byte))))
      expect(peak).toBeGreaterThan(2_000)
      expect(peak).toBeLessThan(32_000)
    }
  })

  test('the murmur has pauses, as speech has', () => {
    const quiet = [...murmur()].filter((byte) => Math.abs(fromALaw(byte)) < 16).length
    expect(quiet / murmur().length).toBeGreaterThan(0.2)
  })
})

describe('the pacer', () => {
  test('beats 50 times a second by the monotonic clock, and rests when nobody listens', async () => {
    const pacer = new Pacer()
    let beats = 0
    const from = performance.now()
    const stop = pacer.start(() => beats++)
    await vi.waitUntil(() => beats >= 25, { timeout: 5_000, interval: 5 })
    const expected = (performance.now() - from) / 20
    expect(Math.abs(beats - expected)).toBeLessThan(3)
    stop()
    const before = beats
    // Another one is the clock: as many beats of it would have been beats of the first.
    const clock = new Pacer()
    let ticks = 0
    const stopClock = clock.start(() => ticks++)
    await vi.waitUntil(() => ticks >= 4, { interval: 5 })
    stopClock()
    expect(beats).toBe(before)
  })

  test('a stall is not made up for by a burst', async () => {
    const pacer = new Pacer()
    let beats = 0
    const stop = pacer.start(() => beats++)
    await vi.waitUntil(() => beats > 0, { interval: 5 })
    const before = beats
    const until = performance.now() + 400
    while (performance.now() < until);
    await vi.waitUntil(() => beats > before, { interval: 5 })
    expect(beats - before).toBeLessThan(5)
    stop()
  })
})
