import { ORPCError } from '@orpc/client'
import type { Refusal } from '#domain/intent/refusal.ts'
import type { PlainTextKey, Say } from '#renderer/texts/use-text.ts'
import { LinkReplaced } from '../connection/replaceable-link.ts'
import { type Names, refusalWords } from './refusal-words.ts'

const plainCodes: { readonly [code: string]: PlainTextKey } = {
  DISK_FULL: 'error.diskFull',
  OUTBOX_UNREADABLE: 'error.outboxUnreadable',
  SIGNED_OUT: 'error.signedOut',
  NO_SUCH_CALL: 'phone.noSuchCall',
  NO_SUCH_CUSTOMER: 'error.noSuchCustomer',
  NO_SUCH_TICKET: 'error.noSuchTicket',
  NO_SUCH_CHANGE: 'error.noSuchChange',
  NOT_NOW: 'phone.notNow',
  LINE_NOT_READY: 'phone.lineNotReady',
  BAD_NUMBER: 'phone.badNumber',
  NOT_AT_PBX: 'phone.notAtPbx',
  FORBIDDEN: 'error.forbidden',
  LEASE_ENDED: 'error.leaseEnded',
  NOT_SENT_YET: 'error.notSentYet',
  DESK_AWAY: 'error.deskAway',
  NO_SUCH_UPLOAD: 'error.noSuchUpload',
}

const microphone: { readonly [why: string]: PlainTextKey } = {
  denied: 'phone.microphone.denied',
  missing: 'phone.microphone.missing',
  busy: 'phone.microphone.busy',
}

/** One sentence for anything a verb of the bridge may throw; the code decides, never the message. */
export function errorWords(t: Say, error: unknown, names: Names): string {
  if (error instanceof LinkReplaced) return t('error.lineChanged')
  if (!(error instanceof ORPCError)) return t('error.other')
  const data = error.data as { refusal?: Refusal; why?: string } | undefined
  if (error.code === 'REFUSED' && data?.refusal) return refusalWords(t, data.refusal, names)
  if (error.code === 'MICROPHONE' && data?.why && microphone[data.why]) return t(microphone[data.why]!)
  const key = plainCodes[error.code]
  return key ? t(key) : t('error.other')
}
