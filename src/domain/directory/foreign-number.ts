import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { DialPlan } from './dial-plan.ts'

/**
 * Digits with country code of a number written the way of a plan outside zone 7, or null. The library's smallest
 * metadata is enough: lengths and prefixes, no types of numbers.
 */
export function nationalElsewhere(digits: string, plan: DialPlan): string | null {
  if (!isSupportedCountry(plan.country)) return null
  const country: CountryCode = plan.country
  const asWritten = () => parsePhoneNumberFromString(digits, country)
  // Without a trunk prefix the number is local to the company's own area first.
  const local = () =>
    plan.areaCode === null || digits.startsWith('0')
      ? undefined
      : parsePhoneNumberFromString(plan.areaCode + digits, country)
  for (const parse of [local, asWritten]) {
    const parsed = parse()
    if (parsed?.isPossible()) return parsed.number.slice(1)
  }
  return null
}
