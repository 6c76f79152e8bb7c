import type { CallStats } from '#bridge/phone.ts'

type Report = Readonly<Record<string, unknown>> & { type?: unknown }

/** The few figures we use out of a WebRTC report; zeros before there is one. */
export function readStats(report: Iterable<[string, Report]> | undefined): CallStats {
  const entries = new Map(report ?? [])
  const all = [...entries.values()]
  const audioIn = all.find((entry) => entry.type === 'inbound-rtp' && entry.kind === 'audio')
  const audioOut = all.find((entry) => entry.type === 'outbound-rtp' && entry.kind === 'audio')
  const remote = all.find((entry) => entry.type === 'remote-inbound-rtp' && entry.kind === 'audio')
  const pair = all.find((entry) => entry.type === 'candidate-pair' && entry.nominated === true)
  const codec = entries.get(String(audioIn?.codecId ?? audioOut?.codecId ?? ''))
  return {
    packetsIn: numberOf(audioIn?.packetsReceived) ?? 0,
    packetsOut: numberOf(audioOut?.packetsSent) ?? 0,
    packetsLost: Math.max(0, numberOf(audioIn?.packetsLost) ?? 0),
    jitterS: numberOf(audioIn?.jitter),
    roundTripS: numberOf(pair?.currentRoundTripTime) ?? numberOf(remote?.roundTripTime),
    codec: typeof codec?.mimeType === 'string' ? codec.mimeType.replace(/^audio\//i, '') : null,
  }
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
