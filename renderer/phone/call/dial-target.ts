import type { DialPlan } from '#domain/directory/dial-plan.ts'

/** Longest of E.164 is 15; feature codes, prefixes and extensions make it longer. */
const digitsMax = 32

/**
 * The user part to call for a number as a person writes it: marks between digits go, `+` stays in front only, outside numbers get
 * the company's prefix. Null when it is not something one can dial.
 */
export function dialTarget(number: string, plan: DialPlan): string | null {
  const text = number.trim().replace(/[\s().\u00a0\u2010-\u2015-]/g, '')
  if (!/^\+?[\d*#]+$/.test(text) || text.replace(/\D/g, '').length === 0 || text.length > digitsMax)
    return null
  const isFeatureCode = /[*#]/.test(text)
  const isInternal = !text.startsWith('+') && text.length <= Math.max(plan.internalMaxDigits, 3)
  return isFeatureCode || isInternal ? text : `${plan.outsidePrefix}${text}`
}
