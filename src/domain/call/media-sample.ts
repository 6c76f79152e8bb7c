import type { VoiceCodec, VoiceWindow } from './quality.ts'

/**
 * One reading of a call's counters, once a second (W3C webrtc-stats). Counts run from the start of the call and fall
 * only when the connection was made anew; `at` is a monotonic clock, ms.
 */
export type MediaSample = {
  at: number
  codec: VoiceCodec
  /** inbound-rtp */
  packetsReceived: number
  packetsLost: number
  jitterMs: number
  jitterBufferDelayMs: number
  jitterBufferEmitted: number
  concealedSamples: number
  totalSamples: number
  /** outbound-rtp */
  packetsSent: number
  /** remote-inbound-rtp: share 0…1 of our packets the PBX says it missed; null before its first report. */
  lostByThem: number | null
  /** remote-inbound-rtp or candidate-pair */
  roundTripMs: number | null
  /** media-source: 0…1; null where the browser does not tell. */
  microphoneLevel: number | null
  muted: boolean
  /** Held calls are silent by agreement: what the two sides agreed to send each other. */
  expects: { inbound: boolean; outbound: boolean }
  ice: 'connected' | 'disconnected' | 'failed'
}

/** Five readings: long enough for 250 packets, short enough to be told before the caller says it. */
export const windowMs = 5_000

/** What happened between the first and the last reading of a window. */
export type MediaWindow = VoiceWindow & {
  spanMs: number
  received: number
  lost: number
  sent: number
  /** Share 0…1 of what was played that had to be made up. */
  concealedShare: number
  lostByThem: number | null
}

/**
 * The window that ends with the last of these readings, oldest first; null when fewer than two are in it or the
 * counters started anew inside (the connection was restarted: nothing to compare).
 */
export function windowOf(samples: readonly MediaSample[]): MediaWindow | null {
  const last = samples.at(-1)
  if (last === undefined) return null
  const first = samples.find(({ at }) => at >= last.at - windowMs)
  if (first === undefined || first.at >= last.at) return null
  const grown = (pick: (sample: MediaSample) => number) => pick(last) - pick(first)
  const received = grown((sample) => sample.packetsReceived)
  const sent = grown((sample) => sample.packetsSent)
  const emitted = grown((sample) => sample.jitterBufferEmitted)
  const played = grown((sample) => sample.totalSamples)
  if (received < 0 || sent < 0 || emitted < 0 || played < 0) return null
  // A late packet counted lost before makes the sum fall: that is no loss.
  const lost = Math.max(
    0,
    grown((sample) => sample.packetsLost),
  )
  return {
    codec: last.codec,
    spanMs: last.at - first.at,
    received,
    lost,
    sent,
    lossPercent: received + lost === 0 ? 0 : (100 * lost) / (received + lost),
    jitterMs: last.jitterMs,
    jitterBufferMs: emitted === 0 ? null : grown((sample) => sample.jitterBufferDelayMs) / emitted,
    roundTripMs: last.roundTripMs,
    concealedShare:
      played === 0
        ? 0
        : Math.max(
            0,
            grown((sample) => sample.concealedSamples),
          ) / played,
    lostByThem: last.lostByThem,
  }
}
