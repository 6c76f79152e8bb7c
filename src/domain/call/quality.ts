/** Codecs by how much they lose of a voice (ITU-T G.107, appendix of G.113). */
export type VoiceCodec = 'PCMA' | 'PCMU' | 'opus' | 'G722' | 'G729'

/**
 * Impairment of the codec itself (`ie`) and its robustness to loss (`bpl`). Opus is treated as G.711, and no base
 * is published for all of them: the figure is an estimate and is shown as one.
 */
const impairments: Readonly<Record<VoiceCodec, { ie: number; bpl: number }>> = {
  PCMA: { ie: 0, bpl: 25.1 },
  PCMU: { ie: 0, bpl: 25.1 },
  opus: { ie: 0, bpl: 25.1 },
  G722: { ie: 4, bpl: 15.7 },
  G729: { ie: 10, bpl: 19 },
}

/** Packetisation, coding and the sound card at both ends: not seen by any counter. */
const fixedDelayMs = 40
/** R of a perfect narrow-band call (G.107 defaults). */
const bestR = 93.2

/** What one window of a call sounded like. Lengths in ms, loss in percent of the packets of the window. */
export type VoiceWindow = {
  codec: VoiceCodec
  /** Between us and the PBX; null while nothing was measured. */
  roundTripMs: number | null
  jitterMs: number
  /** How long packets waited in the jitter buffer, null where not measured. */
  jitterBufferMs: number | null
  lossPercent: number
}

/**
 * Mean opinion score, 1.0 … 4.5, of a window by the simplified narrow-band E-model (ITU-T G.107). Never rises with
 * loss, delay or jitter. Values that are no numbers count as the worst.
 */
export function mosOf({ codec, roundTripMs, jitterMs, jitterBufferMs, lossPercent }: VoiceWindow): number {
  // A buffer shorter than twice the jitter it stands against would drop packets: it will grow to that.
  const bufferMs = Math.max(finite(jitterBufferMs ?? 0), 2 * finite(jitterMs))
  const delayMs = finite(roundTripMs ?? 0) / 2 + bufferMs + fixedDelayMs
  const delayImpairment = 0.024 * delayMs + 0.11 * Math.max(0, delayMs - 177.3)
  const { ie, bpl } = impairments[codec]
  const loss = Math.min(100, finite(lossPercent))
  const lossImpairment = ie + ((95 - ie) * loss) / (loss + bpl)
  const r = Math.min(100, Math.max(0, bestR - delayImpairment - lossImpairment))
  // Below R = 6.5 the cubic dips under 1, which no opinion can.
  return Math.max(1, 1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r))
}

/** A figure from getStats that is missing or negative says nothing good: NaN counts as endless, negative as none. */
function finite(value: number): number {
  if (Number.isNaN(value)) return 1e9
  return Math.min(1e9, Math.max(0, value))
}

export const lampColours = ['green', 'yellow', 'red'] as const
export type LampColour = (typeof lampColours)[number]

/** From 4.0 on nobody complains; under 3.6 many do (G.107, table B.1). */
export function colourOf(mos: number): LampColour {
  if (mos >= 4) return 'green'
  return mos >= 3.6 ? 'yellow' : 'red'
}

/** The lamp of a call: what is shown, and the colour of the window before. */
export type QualityLamp = { shown: LampColour; last: LampColour; windows: number }

export const newLamp: QualityLamp = { shown: 'green', last: 'green', windows: 0 }

/**
 * Folds the score of one more window into the lamp. Two windows in a row must agree before it changes, and then it
 * goes only as far as both of them: one bad second never blinks, yellow then red is yellow first.
 */
export function nextLamp(lamp: QualityLamp, mos: number): QualityLamp {
  const now = lampColours.indexOf(colourOf(mos))
  const last = lampColours.indexOf(lamp.last)
  const shown = lampColours.indexOf(lamp.shown)
  const next = Math.min(Math.max(shown, Math.min(last, now)), Math.max(last, now))
  return {
    shown: lampColours[next] as LampColour,
    last: lampColours[now] as LampColour,
    windows: lamp.windows + 1,
  }
}

/** Least and mean score of a call, for its record; null before the first window. */
export type ScoreSum = { least: number; sum: number; count: number } | null

export function addScore(sum: ScoreSum, mos: number): NonNullable<ScoreSum> {
  if (sum === null) return { least: mos, sum: mos, count: 1 }
  return { least: Math.min(sum.least, mos), sum: sum.sum + mos, count: sum.count + 1 }
}
