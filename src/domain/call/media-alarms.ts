import type { MediaSample } from './media-sample.ts'

/** What the dispatcher is told at once, whatever the score of the voice is. */
export const mediaAlarms = [
  /** Nothing at all comes from the PBX. */
  'noInbound',
  /** We hear them, but nothing of ours leaves or all of it is lost. */
  'theyDoNotHearUs',
  /** Ours leaves, nothing of theirs comes: one-way audio. */
  'weDoNotHearThem',
  /** The microphone gives pure silence: the wrong device or a switch on the cable. */
  'deadMicrophone',
  /** The answer comes so late that people talk over each other. */
  'longDelay',
  'connectionLost',
] as const
export type MediaAlarm = (typeof mediaAlarms)[number]

/** Even a silent Opus stream with DTX sends a packet each 400 ms; a PBX that bridges a codec sends 50 a second. */
const silentInboundMs = 3_000
/** A live microphone is never at exactly 0 for so long, even in a quiet room. */
const deadMicrophoneMs = 5_000
/** ITU-T G.114: over 400 ms round trip is no conversation. */
const longDelayMs = 400

/**
 * The alarms that stand at the last of these readings (oldest first, 10 s are enough). A mute, a hold of either side
 * and a connection younger than the time in question raise none.
 */
export function alarmsOf(samples: readonly MediaSample[]): MediaAlarm[] {
  const last = samples.at(-1)
  if (last === undefined) return []
  const found: MediaAlarm[] = []
  const deaf = stood(samples, silentInboundMs, (sample) => sample.expects.inbound)
  const silent = deaf !== null && last.packetsReceived <= deaf.packetsReceived
  if (silent) {
    found.push('noInbound')
    if (last.expects.outbound && last.packetsSent > deaf.packetsSent) found.push('weDoNotHearThem')
  }
  const mute = stood(samples, silentInboundMs, (sample) => sample.expects.outbound && !sample.muted)
  if (mute !== null && !silent) {
    const nothingLeaves = last.packetsSent <= mute.packetsSent
    if (nothingLeaves || last.lostByThem === 1) found.push('theyDoNotHearUs')
  }
  const dead = stood(
    samples,
    deadMicrophoneMs,
    (sample) => sample.expects.outbound && !sample.muted && sample.microphoneLevel === 0,
  )
  if (dead !== null) found.push('deadMicrophone')
  if (last.roundTripMs !== null && last.roundTripMs > longDelayMs) found.push('longDelay')
  if (last.ice !== 'connected') found.push('connectionLost')
  return found
}

/**
 * The latest reading that lies at least `ms` back, if the condition held at it and ever since; null otherwise.
 * Counters that started anew in between also end it.
 */
function stood(
  samples: readonly MediaSample[],
  ms: number,
  holds: (sample: MediaSample) => boolean,
): MediaSample | null {
  const last = samples.at(-1)
  if (last === undefined) return null
  let younger = last
  for (let index = samples.length - 1; index >= 0; index--) {
    const sample = samples[index] as MediaSample
    if (!holds(sample) || sample.packetsReceived > younger.packetsReceived) return null
    if (sample.packetsSent > younger.packetsSent) return null
    if (last.at - sample.at >= ms) return sample
    younger = sample
  }
  return null
}
