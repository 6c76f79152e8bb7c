import type { CallStats } from '#bridge/phone.ts'

type Entry = Readonly<Record<string, unknown>> & { type?: unknown }
export type StatsReport = Iterable<[string, Entry]>

/** The entries of a WebRTC report (W3C webrtc-stats) that speak of the one audio stream there is. */
export function entriesOf(report: StatsReport | undefined) {
  const entries = new Map(report ?? [])
  const all = [...entries.values()]
  const audio = (type: string) => all.find((entry) => entry.type === type && entry.kind === 'audio')
  const audioIn = audio('inbound-rtp')
  const audioOut = audio('outbound-rtp')
  return {
    audioIn,
    audioOut,
    remote: audio('remote-inbound-rtp'),
    source: audio('media-source'),
    pair: all.find((entry) => entry.type === 'candidate-pair' && entry.nominated === true),
    codec: entries.get(String(audioIn?.codecId ?? audioOut?.codecId ?? '')),
  }
}

/** The few figures we use out of a WebRTC report; zeros before there is one. */
export function readStats(report: StatsReport | undefined): CallStats {
  const { audioIn, audioOut, remote, pair, codec } = entriesOf(report)
  return {
    packetsIn: numberOf(audioIn?.packetsReceived) ?? 0,
    packetsOut: numberOf(audioOut?.packetsSent) ?? 0,
    packetsLost: Math.max(0, numberOf(audioIn?.packetsLost) ?? 0),
    jitterS: numberOf(audioIn?.jitter),
    roundTripS: numberOf(pair?.currentRoundTripTime) ?? numberOf(remote?.roundTripTime),
    codec: codecOf(codec),
  }
}

export function codecOf(codec: Entry | undefined): string | null {
  return typeof codec?.mimeType === 'string' ? codec.mimeType.replace(/^audio\//i, '') : null
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
