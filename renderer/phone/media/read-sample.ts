import type { MediaSample } from '#domain/call/media-sample.ts'
import type { VoiceCodec } from '#domain/call/quality.ts'
import { codecOf, entriesOf, numberOf, type StatsReport } from './read-stats.ts'

/** One reading of a call's counters, without what the call knows itself. */
export type VoiceSample = Omit<MediaSample, 'at' | 'muted' | 'expects'>

const codecs: readonly VoiceCodec[] = ['PCMA', 'PCMU', 'opus', 'G722', 'G729']

/** The counters of a WebRTC report that the quality of a call is made of; null before anything was received or sent. */
export function readSample(
  report: StatsReport | undefined,
  connection: RTCPeerConnectionState | undefined,
): VoiceSample | null {
  const { audioIn, audioOut, remote, source, pair, codec } = entriesOf(report)
  if (!audioIn && !audioOut) return null
  const named = codecOf(codec)?.toLowerCase()
  const roundTripS = numberOf(pair?.currentRoundTripTime) ?? numberOf(remote?.roundTripTime)
  const failed = connection === 'failed' || connection === 'closed'
  return {
    // A codec the table does not know is taken for the most usual one here.
    codec: codecs.find((one) => one.toLowerCase() === named) ?? 'PCMA',
    packetsReceived: numberOf(audioIn?.packetsReceived) ?? 0,
    packetsLost: numberOf(audioIn?.packetsLost) ?? 0,
    jitterMs: 1000 * (numberOf(audioIn?.jitter) ?? 0),
    jitterBufferDelayMs: 1000 * (numberOf(audioIn?.jitterBufferDelay) ?? 0),
    jitterBufferEmitted: numberOf(audioIn?.jitterBufferEmittedCount) ?? 0,
    concealedSamples: numberOf(audioIn?.concealedSamples) ?? 0,
    totalSamples: numberOf(audioIn?.totalSamplesReceived) ?? 0,
    packetsSent: numberOf(audioOut?.packetsSent) ?? 0,
    lostByThem: numberOf(remote?.fractionLost),
    roundTripMs: roundTripS === null ? null : 1000 * roundTripS,
    microphoneLevel: numberOf(source?.audioLevel),
    ice: failed ? 'failed' : connection === 'disconnected' ? 'disconnected' : 'connected',
  }
}
