import type { AuthorityVerdict } from '#domain/directory/authority-verdict.ts'
import type { Contract } from '#domain/directory/contract.ts'
import type { CoverageVerdict } from '#domain/directory/coverage-verdict.ts'
import type { VerdictKind } from '#domain/ticket/ticket.ts'
import type { Language } from '#renderer/texts/i18n.ts'
import type { PlainTextKey, Say } from '#renderer/texts/use-text.ts'
import type { IconName } from '#renderer/ui/icon.tsx'
import { dateText } from './time-words.ts'

/** A judgement as the card says it: a sign, a word, and the colour that only repeats them. */
export type Judgement = { readonly sign: IconName; readonly meaning: Meaning; readonly words: string }
export type Meaning = 'ok' | 'soon' | 'breach' | 'paid' | 'plain'

export const verdictLook: { readonly [Kind in VerdictKind]: { sign: IconName; meaning: Meaning } } = {
  included: { sign: 'check', meaning: 'ok' },
  outside: { sign: 'cross', meaning: 'breach' },
  paid: { sign: 'ruble', meaning: 'paid' },
  unknown: { sign: 'question', meaning: 'plain' },
}

export function coverageWords(
  t: Say,
  language: Language,
  verdict: CoverageVerdict,
  contract: Contract | null,
): Judgement {
  const kind = verdict.verdict
  const words =
    kind === 'included'
      ? contract
        ? t('verdict.included', { number: contract.number, until: dateText(contract.validTo, language) })
        : t('verdict.included.short')
      : t(`verdict.${kind}`)
  return { ...verdictLook[kind], words }
}

type LineReason = 'lineIncluded' | 'linePaid' | 'lineExcluded'
const plainReasons: { readonly [Reason in Exclude<CoverageVerdict['reason'], LineReason>]: PlainTextKey } = {
  noLineFits: 'verdict.reason.noLineFits',
  dependsOnDetails: 'verdict.reason.dependsOnDetails',
  outsideHours: 'verdict.reason.outsideHours',
  noContract: 'verdict.reason.noContract',
  contractEnded: 'verdict.reason.contractEnded',
  contractNotBegun: 'verdict.reason.contractNotBegun',
  contractSuspended: 'verdict.reason.contractSuspended',
  organisationUnknown: 'verdict.reason.organisationUnknown',
}

/** Which line of the contract said so, in one sentence. */
export function coverageReason(t: Say, verdict: CoverageVerdict): string {
  const { reason } = verdict
  switch (reason) {
    case 'lineIncluded':
    case 'linePaid':
    case 'lineExcluded':
      return t(`verdict.reason.${reason}`, { line: verdict.line ?? t('ticket.nothing') })
    default:
      return t(plainReasons[reason])
  }
}

export function authorityWords(t: Say, authority: AuthorityVerdict): Judgement {
  const words = t(`authority.${authority.answer}`)
  if (authority.answer === 'may') return { sign: 'check', meaning: 'ok', words }
  if (authority.answer === 'mayNot') return { sign: 'cross', meaning: 'breach', words }
  return { sign: 'question', meaning: 'plain', words }
}

export function authorityReason(t: Say, authority: AuthorityVerdict): string {
  const why = t(`authority.reason.${authority.reason}`)
  if (authority.whoMay.length === 0) return why
  const names = authority.whoMay.map((person) =>
    person.position ? `${person.name} (${person.position})` : person.name,
  )
  return `${why} ${t('authority.whoMay', { names: names.join(', ') })}`
}
