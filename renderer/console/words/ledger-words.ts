import { ORPCError } from '@orpc/client'
import type { JournalRow } from '#bridge/calls.ts'
import type { LedgerRow } from '#bridge/ledger.ts'
import { formatNumber } from '#domain/directory/format-number.ts'
import type { Language } from '#renderer/texts/i18n.ts'
import type { Say } from '#renderer/texts/use-text.ts'
import { elapsedText } from '#renderer/ui/elapsed.tsx'
import { errorWords } from './error-words.ts'
import type { Names } from './refusal-words.ts'
import { pastText } from './time-words.ts'

/** What a deed of the ledger may answer besides what every verb may. */
export function ledgerErrorWords(
  t: Say,
  error: unknown,
  { names, language, now }: { names: Names; language: Language; now: number },
): string {
  if (!(error instanceof ORPCError)) return errorWords(t, error, names)
  if (error.code === 'TAKEN') {
    const { name, at } = error.data as { name: string | null; at: number }
    return takenWords(t, { name, at }, language, now)
  }
  if (error.code === 'NOT_OPEN') return t('ledger.notOpen')
  if (error.code === 'NO_NUMBER') return t('ledger.noNumber')
  const refusal = (error.data as { refusal?: { code: string } } | undefined)?.refusal
  return refusal?.code === 'forbidden' ? t('ledger.notYours') : errorWords(t, error, names)
}

/** Who calls them back, since when. */
export function takenWords(
  t: Say,
  { name, at }: { name: string | null; at: number },
  language: Language,
  now: number,
): string {
  return t('ledger.taken', { name: name ?? t('refusal.somebody'), at: pastText(t, language, at, now) })
}

type Caller = Pick<LedgerRow, 'hidden' | 'number' | 'numberRaw' | 'callerName'> & {
  contactName: string | null
  organisationName: string | null
}

/** The best name there is for a caller: the customer, the person, what the PBX said, the number. */
export function whoWords(t: Say, caller: Caller): string {
  const { organisationName, contactName, hidden, number, numberRaw, callerName } = caller
  if (organisationName) return organisationName
  if (contactName) return contactName
  if (hidden) return t('calls.hiddenNumber')
  return formatNumber(number ?? numberRaw) || callerName || t('calls.unknownCaller')
}

/** A ring or a talk without an end after this is a console that never came back, not a long call, ms. */
const stillGoingMs = 12 * 3_600_000

/** How a call ended, in words; one final reason each. */
export function endWords(t: Say, { record, missed }: JournalRow, now: number): string {
  const { end, direction, ringAt } = record
  if (end === null)
    return t(now - ringAt > stillGoingMs || missed ? 'journal.end.unknown' : 'journal.end.going')
  if (direction === 'in' && end === 'noAnswer') return t('journal.end.nobodyAnswered')
  return t(`end.${end}`)
}

/** Length of the talk; null: there was none. What a crash cut has no length anybody knows. */
export function talkWords(t: Say, { record }: JournalRow): string | null {
  const { answeredAt, endedAt, end } = record
  if (answeredAt === null || endedAt === null) return null
  return end === 'crash' ? t('journal.lasted.unknown') : elapsedText(endedAt - answeredAt)
}
