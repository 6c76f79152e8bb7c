import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alarmsOf } from '#domain/call/media-alarms.ts'
import { type MediaSample, windowOf } from '#domain/call/media-sample.ts'
import {
  addScore,
  colourOf,
  type LampColour,
  lampColours,
  mosOf,
  newLamp,
  nextLamp,
  type QualityLamp,
  type VoiceWindow,
} from '#domain/call/quality.ts'
import { causeOf } from '#domain/call/quality-cause.ts'

/** A window whose one-way delay is `delayMs` in all. */
const voice = (delayMs: number, lossPercent: number): VoiceWindow => ({
  codec: 'PCMA',
  roundTripMs: (delayMs - 40) * 2,
  jitterMs: 0,
  jitterBufferMs: 0,
  lossPercent,
})

describe('the score of a voice', () => {
  test.each([
    [150, 0, 4.33],
    [150, 1, 4.23],
    [150, 2, 4.12],
    [150, 3, 4.0],
    [150, 5, 3.77],
    [300, 0, 3.71],
    [300, 2, 3.38],
    [400, 0, 3.05],
  ])('%i ms and %i %% of loss are %f', (delayMs, loss, mos) => {
    expect(Math.abs(mosOf(voice(delayMs, loss)) - mos)).toBeLessThanOrEqual(0.01)
  })

  test('a wider codec without a published base is an estimate below G.711, G.729 below that', () => {
    const of = (codec: VoiceWindow['codec']) => mosOf({ ...voice(150, 1), codec })
    expect(of('opus')).toBe(of('PCMA'))
    expect(of('G722')).toBeLessThan(of('PCMA'))
    expect(of('G729')).toBeLessThan(of('G722'))
  })

  const window: fc.Arbitrary<VoiceWindow> = fc.record({
    codec: fc.constantFrom('PCMA', 'PCMU', 'opus', 'G722', 'G729'),
    roundTripMs: fc.option(fc.double({ min: 0, max: 5000, noNaN: true }), { nil: null }),
    jitterMs: fc.double({ min: 0, max: 500, noNaN: true }),
    jitterBufferMs: fc.option(fc.double({ min: 0, max: 1000, noNaN: true }), { nil: null }),
    lossPercent: fc.double({ min: 0, max: 100, noNaN: true }),
  })

  test('never rises with loss, delay, jitter or buffering', () => {
    fc.assert(
      fc.property(window, fc.double({ min: 0, max: 500, noNaN: true }), (one, more) => {
        const mos = mosOf(one)
        const not = (worse: VoiceWindow) => expect(mosOf(worse)).toBeLessThanOrEqual(mos + 1e-12)
        not({ ...one, lossPercent: Math.min(100, one.lossPercent + more) })
        not({ ...one, roundTripMs: (one.roundTripMs ?? 0) + more })
        not({ ...one, jitterMs: one.jitterMs + more })
        not({ ...one, jitterBufferMs: (one.jitterBufferMs ?? 0) + more })
      }),
      { numRuns: 10_000 },
    )
  })

  test('stays between 1 and 4.5 whatever the browser reports', () => {
    const wild = fc.double()
    fc.assert(
      fc.property(wild, wild, wild, wild, (roundTripMs, jitterMs, jitterBufferMs, lossPercent) => {
        const mos = mosOf({ codec: 'opus', roundTripMs, jitterMs, jitterBufferMs, lossPercent })
        expect(mos).toBeGreaterThanOrEqual(1)
        expect(mos).toBeLessThanOrEqual(4.5)
      }),
      { numRuns: 10_000 },
    )
  })

  test('a call keeps its least and its mean score', () => {
    expect([4, 2, 3].reduce(addScore, null)).toEqual({ least: 2, sum: 9, count: 3 })
  })
})

describe('the lamp', () => {
  const good = 4.3
  const fair = 3.8
  const bad = 2.5
  const after = (...scores: number[]) => scores.reduce(nextLamp, newLamp).shown

  test.each<[string, number[], LampColour]>([
    ['a good call is green', [good, good], 'green'],
    ['one bad window does not blink', [good, bad, good], 'green'],
    ['two bad windows are red', [good, bad, bad], 'red'],
    ['yellow and then red is yellow first', [good, fair, bad], 'yellow'],
    ['and red with the next', [good, fair, bad, bad], 'red'],
    ['one good window does not calm it', [bad, bad, good], 'red'],
    ['two good ones do', [bad, bad, good, good], 'green'],
    ['back over yellow', [bad, bad, fair, good], 'yellow'],
  ])('%s', (_story, scores, shown) => {
    expect(after(...scores)).toBe(shown)
  })

  test('changes only to where both of the last two windows lead', () => {
    const score = fc.double({ min: 1, max: 4.5, noNaN: true })
    fc.assert(
      fc.property(fc.array(score, { maxLength: 30 }), (scores) => {
        let lamp: QualityLamp = newLamp
        for (const mos of scores) {
          const next = nextLamp(lamp, mos)
          const rank = (colour: LampColour) => lampColours.indexOf(colour)
          const range = [rank(lamp.last), rank(colourOf(mos))].sort()
          const from = rank(lamp.shown)
          const to = rank(next.shown)
          if (to > from) expect(to).toBe(range[0])
          if (to < from) expect(to).toBe(range[1])
          lamp = next
        }
      }),
      { numRuns: 10_000 },
    )
  })
})

/** A second-by-second call: 50 packets each way, a voice in the microphone. */
function readings(seconds: number, change: (second: number, sample: MediaSample) => Partial<MediaSample>) {
  const samples: MediaSample[] = []
  for (let second = 0; second <= seconds; second++) {
    const plain: MediaSample = {
      at: second * 1000,
      codec: 'PCMA',
      packetsReceived: second * 50,
      packetsLost: 0,
      jitterMs: 4,
      jitterBufferDelayMs: second * 50 * 20,
      jitterBufferEmitted: second * 50,
      concealedSamples: 0,
      totalSamples: second * 8000,
      packetsSent: second * 50,
      lostByThem: 0,
      roundTripMs: 12,
      microphoneLevel: 0.2,
      muted: false,
      expects: { inbound: true, outbound: true },
      ice: 'connected',
    }
    samples.push({ ...plain, ...change(second, plain) })
  }
  return samples
}
const told = (samples: MediaSample[]) => {
  const alarms = alarmsOf(samples)
  return { alarms, cause: causeOf(windowOf(samples), alarms) }
}
const stopsAt = (second: number, at: number) => Math.min(second, at) * 50

describe('what is told of a call', () => {
  test('a good call says nothing', () => {
    expect(told(readings(10, () => ({})))).toEqual({ alarms: [], cause: 'none' })
  })

  test('a call two seconds old has not been silent for three', () => {
    expect(alarmsOf(readings(2, () => ({ packetsReceived: 0, microphoneLevel: 0 })))).toEqual([])
  })

  test('nothing comes from the PBX: one-way audio, and it is the PBX', () => {
    expect(told(readings(10, (second) => ({ packetsReceived: stopsAt(second, 6) })))).toEqual({
      alarms: ['noInbound', 'weDoNotHearThem'],
      cause: 'pbx',
    })
  })

  test('2.9 s without packets is not yet an alarm', () => {
    const samples = readings(10, (second) => ({ packetsReceived: stopsAt(second, 7) })).slice(0, -1)
    expect(alarmsOf(samples)).toEqual([])
  })

  test('held by either side is silent by agreement', () => {
    const held = readings(10, () => ({
      packetsReceived: 100,
      packetsSent: 100,
      microphoneLevel: 0,
      expects: { inbound: false, outbound: false },
    }))
    expect(alarmsOf(held)).toEqual([])
  })

  test('packets that stopped because of a hold count from its end on', () => {
    const samples = readings(10, (second) => ({
      packetsReceived: 100,
      expects: { inbound: second > 8, outbound: true },
    }))
    expect(alarmsOf(samples)).toEqual([])
  })

  test('a microphone at exactly nothing for 5 s is a device; muted it is not', () => {
    expect(told(readings(10, (second) => ({ microphoneLevel: second > 4 ? 0 : 0.1 })))).toEqual({
      alarms: ['deadMicrophone'],
      cause: 'device',
    })
    expect(alarmsOf(readings(10, () => ({ microphoneLevel: 0, muted: true })))).toEqual([])
    expect(alarmsOf(readings(10, () => ({ microphoneLevel: null })))).toEqual([])
  })

  test('they do not hear us: nothing leaves (device), or all of it is lost (network)', () => {
    expect(told(readings(10, () => ({ packetsSent: 0 })))).toEqual({
      alarms: ['theyDoNotHearUs'],
      cause: 'device',
    })
    expect(told(readings(10, () => ({ lostByThem: 1 })))).toEqual({
      alarms: ['theyDoNotHearUs'],
      cause: 'yourNetwork',
    })
  })

  test('loss on our leg is our network, gaps in a whole stream are the customer’s line', () => {
    expect(told(readings(10, (second) => ({ packetsLost: second * 4 }))).cause).toBe('yourNetwork')
    expect(told(readings(10, () => ({ lostByThem: 0.05 }))).cause).toBe('yourNetwork')
    expect(told(readings(10, (second) => ({ concealedSamples: second * 800 }))).cause).toBe('theirLine')
  })

  test('delay and a broken connection are told by name', () => {
    expect(told(readings(10, () => ({ roundTripMs: 450 })))).toEqual({
      alarms: ['longDelay'],
      cause: 'yourNetwork',
    })
    expect(told(readings(10, () => ({ ice: 'disconnected' })))).toEqual({
      alarms: ['connectionLost'],
      cause: 'yourNetwork',
    })
  })

  test('counters that start anew are not compared with the old ones', () => {
    const restarted = readings(10, (second) => (second > 8 ? { packetsReceived: 10, packetsSent: 10 } : {}))
    expect(windowOf(restarted)).toBeNull()
    expect(alarmsOf(restarted)).toEqual([])
  })

  test('a window speaks of its own five seconds only', () => {
    const samples = readings(20, (second) => ({ packetsLost: Math.min(second, 10) * 50 }))
    expect(windowOf(samples)).toMatchObject({ spanMs: 5000, received: 250, lost: 0, jitterBufferMs: 20 })
  })
})
