import type { DialPlan } from './dial-plan.ts'

/** Country code 7 is shared; both countries dial 8 for long distance and 8~10 abroad. */
export function usesRussianNumbering(country: string): boolean {
  return country === 'RU' || country === 'KZ'
}

/** First digits of zone 7: 3, 4, 8 geographic and free, 9 mobile, 6 and 7 Kazakhstan. */
const area = '[346789]'
const trunked = new RegExp(`^[78](${area}\\d{9})$`)
const bare = new RegExp(`^(${area}\\d{9})$`)

/**
 * Digits with country code of a number written the Russian way, or null:
 * `8495…`, `7495…`, ten digits, `810…` / `00…` abroad, and local digits behind the plan's area code.
 */
export function nationalRussian(digits: string, plan: DialPlan): string | null {
  const abroad = /^(?:810|00)([1-9]\d{7,14})$/.exec(digits)?.[1]
  // `00 7 495 …` comes back home.
  if (abroad !== undefined) return abroad
  const long = trunked.exec(digits)?.[1] ?? bare.exec(digits)?.[1]
  if (long !== undefined) return `7${long}`
  const local = plan.areaCode === null ? 0 : 10 - plan.areaCode.length
  return plan.areaCode !== null && digits.length === local && !digits.startsWith('0')
    ? `7${plan.areaCode}${digits}`
    : null
}
