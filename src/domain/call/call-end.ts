import { z } from 'zod'

/** The one final reason every call gets; kept in the call record. */
export const callEnds = [
  'endedByUs',
  'endedByThem',
  'answeredElsewhere',
  'abandoned',
  'rejected',
  'busy',
  'noAnswer',
  'doNotDisturb',
  'lostRace',
  'noAck',
  'notFound',
  'unavailable',
  'forbidden',
  /** Their side wants another number called (3xx); nobody is sent there unasked. */
  'redirected',
  'failed',
  'transferred',
  'replaced',
  'unreadable',
  'transportLost',
  'mediaLost',
  'microphoneRefused',
  'crash',
  'expired',
] as const
export const callEnd = z.enum(callEnds)
export type CallEnd = z.infer<typeof callEnd>

/** Nobody of ours spoke to an incoming caller: such a call goes to the missed-call ledger. */
export function isMissed(end: CallEnd, answered: boolean): boolean {
  if (answered) return false
  return end !== 'answeredElsewhere' && end !== 'replaced' && end !== 'transferred'
}
