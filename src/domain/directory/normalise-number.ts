import type { DialPlan } from './dial-plan.ts'
import { nationalElsewhere } from './foreign-number.ts'
import { readableNumber } from './readable-number.ts'
import { nationalRussian, usesRussianNumbering } from './russian-number.ts'
import { splitExtension } from './split-extension.ts'

/** What a written or received number is once the dial plan was asked. */
export type NormalisedNumber =
  | {
      kind: 'e164'
      /** `+` and digits only. */
      number: string
      /** Last ten digits (all, where there are fewer). */
      nat10: string
      /** Last seven digits. */
      loc7: string
      /** Extension behind the number, digits only. */
      ext: string | null
    }
  | { kind: 'internal'; number: string }
  | { kind: 'emergency' | 'featureCode'; number: string }
  | { kind: 'hidden' }
  | { kind: 'unknown'; number: string }

/** Names PBXs and carriers put in place of a number that is not shown (RFC 3323 §4.1.1.3 and custom). */
const hiddenNames = new Set([
  'anonymous',
  'anonim',
  'unavailable',
  'restricted',
  'private',
  'withheld',
  'hidden',
  'unknown',
  'no number',
  'none',
  'null',
  'скрыт',
  'скрытый номер',
  'номер скрыт',
  'номер не определен',
  'номер не определён',
  'не определен',
  'не определён',
  'аноним',
])

/**
 * Could these digits with country code be a number? E.164 allows at most 15; fewer than 7 are no subscriber's number
 * anywhere; zone 7 (Russia, Kazakhstan) has exactly ten after the 7.
 */
function isWhole(digits: string): boolean {
  if (digits.startsWith('7')) return digits.length === 11
  return digits.length >= 7 && digits.length <= 15 && !digits.startsWith('0')
}

/**
 * Reads a number as it came from a PBX, a person or a file. Never throws, whatever the text; asking again with the
 * answer's own number gives the same answer. Our own rules go first, since libphonenumber takes `101`, `112` and
 * `*72` for subscribers' numbers; the library is asked only for national numbers of foreign plans.
 */
export function normaliseNumber(raw: string, plan: DialPlan): NormalisedNumber {
  const text = readableNumber(raw)
  if (isHidden(text)) return { kind: 'hidden' }
  if (/^[*#][\d*#]+$/.test(text)) return { kind: 'featureCode', number: text }

  const { head, ext } = splitExtension(text)
  const compact = withoutPunctuation(head)
  if (!/^\+?\d+$/.test(compact)) return { kind: 'unknown', number: text }
  return classify(untrunked(compact, plan), ext, plan)
}

function isHidden(text: string): boolean {
  return text === '' || hiddenNames.has(text.toLowerCase()) || /^anonymous\b/i.test(text)
}

/** `8 (495) 111-22-33`, `495/111.22.33`, `8~10 49 …`, `+49 (0) 30 …`: only `+` and digits are left. */
function withoutPunctuation(text: string): string {
  return text.replace(/^(\+\s*\d{1,3}\s*)\(0\)/, '$1').replace(/[\s()./~_\-‐‑‒–—−]/g, '')
}

/** Undoes what a trunk does to numbers: the first rule that fits is applied, once. */
function untrunked(compact: string, plan: DialPlan): string {
  const digits = compact.startsWith('+') ? compact.length - 1 : compact.length
  for (const rule of plan.trunkRules) {
    if (rule.digits === digits && compact.startsWith(rule.strip)) {
      const changed = rule.add + compact.slice(rule.strip.length)
      return /^\+?\d+$/.test(changed) ? changed : compact
    }
  }
  return compact
}

function classify(compact: string, ext: string | null, plan: DialPlan): NormalisedNumber {
  const plus = compact.startsWith('+')
  const digits = plus ? compact.slice(1) : compact
  if (digits === '112') return { kind: 'emergency', number: digits }
  // A `+` before so few digits was put there by a trunk.
  if (digits.length <= plan.internalMaxDigits) return { kind: 'internal', number: digits }
  if (plus) return international(digits, ext, plan)

  const own = national(digits, plan)
  if (own !== null) return e164(own, ext)
  if (plan.outsidePrefix !== '' && digits.startsWith(plan.outsidePrefix)) {
    const behind = national(digits.slice(plan.outsidePrefix.length), plan)
    if (behind !== null) return e164(behind, ext)
  }
  // The `+` was lost on the way: longer than any national form, so it can only be a whole foreign number.
  if (digits.length >= 11 && digits.length <= 15 && /^[1-69]/.test(digits)) return e164(digits, ext)
  return { kind: 'unknown', number: digits }
}

function international(digits: string, ext: string | null, plan: DialPlan): NormalisedNumber {
  if (isWhole(digits)) return e164(digits, ext)
  // `+8495…` and `+0049…`: a trunk put `+` before a nationally written number.
  const own = national(digits, plan)
  return own === null ? { kind: 'unknown', number: `+${digits}` } : e164(own, ext)
}

/** Digits with country code of a number written the national way or with an international prefix, else null. */
function national(digits: string, plan: DialPlan): string | null {
  const found = usesRussianNumbering(plan.country)
    ? nationalRussian(digits, plan)
    : nationalElsewhere(digits, plan)
  return found !== null && isWhole(found) ? found : null
}

function e164(digits: string, ext: string | null): NormalisedNumber {
  return { kind: 'e164', number: `+${digits}`, nat10: digits.slice(-10), loc7: digits.slice(-7), ext }
}
