import { expect, test } from 'vitest'
import type { MediaSample } from '#domain/call/media-sample.ts'
import { addScore } from '#domain/call/quality.ts'
import { addReading, newQualitySum, summaryOf } from '#domain/call/quality-summary.ts'

const reading = (fields: Partial<MediaSample>): MediaSample => ({
  at: 0,
  codec: 'PCMA',
  packetsReceived: 0,
  packetsLost: 0,
  jitterMs: 0,
  jitterBufferDelayMs: 0,
  jitterBufferEmitted: 0,
  concealedSamples: 0,
  totalSamples: 0,
  packetsSent: 0,
  lostByThem: null,
  roundTripMs: null,
  microphoneLevel: null,
  muted: false,
  expects: { inbound: true, outbound: true },
  ice: 'connected',
  ...fields,
})

test('a call too short to be scored has no summary', () => {
  expect(summaryOf(addReading(newQualitySum, reading({ packetsReceived: 40 }), null))).toBeNull()
})

test('least and mean score, loss, jitter and round trip of the whole call are told with the codec', () => {
  let scores = null as ReturnType<typeof addScore> | null
  let sum = newQualitySum
  for (const [packetsReceived, packetsLost, jitterMs, roundTripMs, mos] of [
    [50, 0, 2, 20, 4.4],
    [98, 2, 4, null, 4.0],
    [147, 3, 6, 40, 3.6],
  ] as const) {
    scores = addScore(scores, mos)
    sum = addReading(sum, reading({ packetsReceived, packetsLost, jitterMs, roundTripMs }), scores)
  }
  expect(summaryOf(sum)).toEqual({
    codec: 'PCMA',
    mosMin: 3.6,
    mosAvg: 4,
    lossPercent: 2,
    jitterMs: 4,
    roundTripMs: 30,
  })
})

test('counters that begin anew after an ICE restart go on counting, and a late packet is no loss', () => {
  const scores = addScore(null, 4)
  let sum = addReading(newQualitySum, reading({ packetsReceived: 100, packetsLost: 10 }), scores)
  sum = addReading(sum, reading({ packetsReceived: 110, packetsLost: 5 }), scores)
  sum = addReading(sum, reading({ packetsReceived: 90, packetsLost: 0 }), scores)
  expect(sum).toMatchObject({ received: 200, lost: 5 })
  expect(summaryOf(sum)?.lossPercent).toBe(2.44)
})
