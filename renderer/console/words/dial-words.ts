import type { DialRefusal, DialRequest } from '#domain/call/dial-request.ts'
import { formatNumber } from '#domain/directory/format-number.ts'
import type { Say } from '#renderer/texts/use-text.ts'

/** Why a number is not called, with the next step. */
export function dialRefusalWords(t: Say, refusal: DialRefusal): string {
  switch (refusal.code) {
    case 'premium':
    case 'blocked':
    case 'international':
      return t(`dial.refused.${refusal.code}`, { number: formatNumber(refusal.number) })
    default:
      return t(`dial.refused.${refusal.code}`)
  }
}

/** Where the number leads: the country by its name where there is one, else what kind of number it is. */
export function dialTariffWords(t: Say, language: string, { tariff, country }: DialRequest): string {
  const abroad = tariff === 'international' || tariff === 'premium'
  if (!abroad || country === null) return t(`dial.tariff.${tariff}`)
  const name = new Intl.DisplayNames(language, { type: 'region' }).of(country) ?? country
  return t(`dial.tariff.${tariff}In`, { country: name })
}
