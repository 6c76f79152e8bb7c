import { z } from 'zod'
import type { MediaSample } from './media-sample.ts'
import type { ScoreSum } from './quality.ts'

/** How a whole call sounded, kept with its record. Scores are estimates, see quality.ts. */
export const qualitySummary = z.object({
  codec: z.string().max(32),
  /** Of the worst five seconds, and on the average. */
  mosMin: z.number().min(1).max(5),
  mosAvg: z.number().min(1).max(5),
  /** Of the packets that should have come. */
  lossPercent: z.number().min(0).max(100),
  /** The mean of all readings. */
  jitterMs: z.number().nonnegative(),
  roundTripMs: z.number().nonnegative().nullable(),
})
export type QualitySummary = z.infer<typeof qualitySummary>

/** What is counted while a call lasts: readings come once a second. */
export type QualitySum = {
  scores: ScoreSum
  codec: string
  /** Counters of the connection now, and of those before it was made anew. */
  received: number
  lost: number
  last: { received: number; lost: number }
  jitter: Mean
  roundTrip: Mean
}

type Mean = { sum: number; count: number }
const none: Mean = { sum: 0, count: 0 }
const add = ({ sum, count }: Mean, value: number | null): Mean =>
  value === null || !Number.isFinite(value)
    ? { sum, count }
    : { sum: sum + Math.max(0, value), count: count + 1 }
const meanOf = ({ sum, count }: Mean) => (count === 0 ? null : sum / count)

export const newQualitySum: QualitySum = {
  scores: null,
  codec: 'PCMA',
  received: 0,
  lost: 0,
  last: { received: 0, lost: 0 },
  jitter: none,
  roundTrip: none,
}

/** Adds one reading, and the scores so far. Counters that fell began anew: what they had counted stays counted. */
export function addReading(sum: QualitySum, sample: MediaSample, scores: ScoreSum): QualitySum {
  const anew = sample.packetsReceived < sum.last.received
  const grown = (now: number, before: number) => (anew ? now : now - before)
  return {
    scores,
    codec: sample.codec,
    received: sum.received + grown(sample.packetsReceived, sum.last.received),
    // A late packet counted lost before makes the sum fall, never below none.
    lost: Math.max(0, sum.lost + grown(sample.packetsLost, sum.last.lost)),
    last: { received: sample.packetsReceived, lost: sample.packetsLost },
    jitter: add(sum.jitter, sample.jitterMs),
    roundTrip: add(sum.roundTrip, sample.roundTripMs),
  }
}

/** The summary; null for a call too short to have been scored. */
export function summaryOf(sum: QualitySum): QualitySummary | null {
  const { scores, codec, received, lost, jitter, roundTrip } = sum
  if (scores === null) return null
  const roundTripMs = meanOf(roundTrip)
  return {
    codec,
    mosMin: round(scores.least, 2),
    mosAvg: round(scores.sum / scores.count, 2),
    lossPercent: received + lost === 0 ? 0 : round((100 * lost) / (received + lost), 2),
    jitterMs: round(meanOf(jitter) ?? 0, 1),
    roundTripMs: roundTripMs === null ? null : round(roundTripMs, 1),
  }
}

const round = (value: number, digits: number) => Number(value.toFixed(digits))
