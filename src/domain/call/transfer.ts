import { z } from 'zod'
import { callId } from '../ids.ts'
import { endOfRefusal } from './end-of-call.ts'

/** Why a transfer came to nothing; the caller is in hand all the while. */
export const transferFailures = [
  'busy',
  'noAnswer',
  'notFound',
  'unavailable',
  'rejected',
  'forbidden',
  /** The PBX took the request and never said how it ended. */
  'noWord',
  /** The colleague we asked first is gone. */
  'consultOver',
  'failed',
] as const
export type TransferFailure = (typeof transferFailures)[number]

/**
 *   blind:     holding ──▶ asked ──taken──▶ trying ──▶ ringing ──▶ (the call ends, `transferred`)
 *   attended:  consulting ──▶ asked ──▶ … the same
 *   any but done ──▶ failed, and the caller is back in hand
 */
export const transfer = z.object({
  /** The call that is given away. */
  callId,
  /** The call with the colleague who is asked first; null of a blind transfer. */
  consultCallId: callId.nullable(),
  /** Number it goes to, as dialled. */
  to: z.string().max(128),
  state: z.enum(['holding', 'consulting', 'asked', 'trying', 'ringing', 'done', 'failed']),
  failure: z.enum(transferFailures).nullable(),
})
export type Transfer = z.infer<typeof transfer>

/** What is heard of a REFER: its own answer, then the sipfrags of its NOTIFYs (RFC 3515). */
export type TransferNews =
  | { type: 'held' }
  | { type: 'refused'; sipCode: number }
  | { type: 'taken' }
  | { type: 'notified'; sipCode: number }
  /** The subscription ended, or nothing came for too long. */
  | { type: 'noWord' }
  | { type: 'consultOver' }

/** A NOTIFY may overtake the 202 of its REFER; both orders come to the same. What is over takes no news. */
export function nextTransfer(now: Transfer, news: TransferNews): Transfer {
  if (now.state === 'done' || now.state === 'failed') return now
  const begun = now.state === 'asked' || now.state === 'trying' || now.state === 'ringing'
  switch (news.type) {
    case 'held':
      return now.state === 'holding' || now.state === 'consulting' ? { ...now, state: 'asked' } : now
    case 'refused':
      return failed(now, failureOf(news.sipCode))
    case 'taken':
      return now.state === 'asked' ? { ...now, state: 'trying' } : now
    case 'notified':
      if (!begun) return now
      if (news.sipCode >= 300) return failed(now, failureOf(news.sipCode))
      if (news.sipCode >= 200) return { ...now, state: 'done' }
      if (news.sipCode > 100) return { ...now, state: 'ringing' }
      return now.state === 'asked' ? { ...now, state: 'trying' } : now
    case 'noWord':
      return failed(now, 'noWord')
    case 'consultOver':
      // Once the PBX was asked, it ends the colleague's call itself.
      return begun ? now : failed(now, 'consultOver')
  }
}

function failed(now: Transfer, failure: TransferFailure): Transfer {
  return { ...now, state: 'failed', failure }
}

function failureOf(sipCode: number): TransferFailure {
  const end = endOfRefusal(sipCode)
  return transferFailures.find((failure) => failure === end) ?? 'failed'
}

/** What one NOTIFY of a REFER says: the status of its message/sipfrag, and whether another can follow. */
export function readSipfrag(
  body: string,
  subscriptionState: string,
): { sipCode: number | null; last: boolean } {
  const code = /^\s*SIP\/2\.0\s+([1-6]\d\d)\b/i.exec(body)?.[1]
  return {
    sipCode: code === undefined ? null : Number(code),
    last: /^\s*terminated\b/i.test(subscriptionState),
  }
}
