import type { CodedChoice } from '#domain/call/desk-policy.ts'
import { formatNumber } from '#domain/directory/format-number.ts'
import type { Language } from '#renderer/texts/i18n.ts'
import type { Say } from '#renderer/texts/use-text.ts'
import type { ColleagueRow } from '../model/colleague-actions.ts'
import { choiceName } from './own-words.ts'

/** How the row looks: a call goes before an absence, an absence before a free phone. */
export type ColleagueLook = 'free' | 'ringing' | 'calling' | 'talking' | 'away' | 'unknown'

export function lookOf({ phone, away }: Pick<ColleagueRow, 'phone' | 'away'>): ColleagueLook {
  const presence = phone?.presence ?? 'unknown'
  return presence === 'free' && away !== null ? 'away' : presence
}

/** `Разговор · +7 495 …`, `Обед`, `Свободен`. */
export function colleagueWords(
  t: Say,
  row: Pick<ColleagueRow, 'phone' | 'away'>,
  reasons: readonly CodedChoice[],
  language: Language,
): string {
  const look = lookOf(row)
  if (look === 'away' && row.away !== null) {
    if (row.away === 'wrapUp') return t('own.wrapUp')
    if (row.away === 'doNotDisturb') return t('own.doNotDisturb')
    return choiceName(reasons, row.away, language)
  }
  const words = t(`colleagues.${look}`)
  const remote = row.phone?.remote
  const who = remote && (remote.name || formatNumber(remote.number))
  return who ? `${words} · ${who}` : words
}
