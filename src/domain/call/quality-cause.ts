import type { MediaAlarm } from './media-alarms.ts'
import type { MediaWindow } from './media-sample.ts'
import { colourOf, mosOf } from './quality.ts'

/** Where a bad sound most likely comes from, as a code the window words with what to do. */
export const qualityCauses = ['none', 'device', 'yourNetwork', 'pbx', 'theirLine', 'unknown'] as const
export type QualityCause = (typeof qualityCauses)[number]

/** One packet of a hundred lost is heard; below it the loss explains nothing. */
const heardLossPercent = 1
/** Half of the 60 ms that a jitter buffer takes without a word. */
const heardJitterMs = 30
/** Round trip to a PBX of one's own country is under 100 ms; twice as much is our way to it. */
const farRoundTripMs = 250
/** A twentieth of the voice made up by the decoder. */
const heardConcealment = 0.05

/**
 * The plain cause of a bad window. Our WebRTC leg ends at the PBX: what is lost on it, both ways, is our network;
 * gaps in a stream that came whole are the customer's line; a PBX that answers connection checks but sends nothing
 * is the PBX.
 */
export function causeOf(window: MediaWindow | null, alarms: readonly MediaAlarm[]): QualityCause {
  if (alarms.includes('deadMicrophone')) return 'device'
  if (alarms.includes('connectionLost')) return 'yourNetwork'
  if (alarms.includes('noInbound')) return 'pbx'
  if (alarms.includes('theyDoNotHearUs')) {
    // Nothing left the page: the device or the browser. It left and was lost: the way to the PBX.
    return window !== null && window.sent > 0 ? 'yourNetwork' : 'device'
  }
  if (window === null) return 'none'
  const ours =
    window.lossPercent >= heardLossPercent ||
    (window.lostByThem ?? 0) * 100 >= heardLossPercent ||
    window.jitterMs >= heardJitterMs ||
    (window.roundTripMs ?? 0) >= farRoundTripMs
  const bad = colourOf(mosOf(window)) !== 'green'
  if (ours) return bad || (window.lostByThem ?? 0) * 100 >= heardLossPercent ? 'yourNetwork' : 'none'
  if (window.concealedShare >= heardConcealment) return 'theirLine'
  return bad ? 'unknown' : 'none'
}
