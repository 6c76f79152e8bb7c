import { type CountryCode, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { ok, type Result, refuse } from '#shared/result.ts'
import type { DialPlan } from '../directory/dial-plan.ts'
import { type NormalisedNumber, normaliseNumber } from '../directory/normalise-number.ts'
import type { DialPolicy } from './dial-policy.ts'

export type Tariff = 'internal' | 'local' | 'national' | 'international' | 'premium' | 'emergency'

/** A call somebody is asked to confirm; nothing is dialled without that. */
export type DialRequest = {
  /** E.164 or internal, as it is dialled: `+` and digits, nothing else. */
  number: string
  /** Digits sent once the other side has answered. */
  ext: string | null
  /** ISO 3166-1 alpha-2; null for internal and emergency numbers, satellites and codes of no one country. */
  country: string | null
  tariff: Tariff
}

/** Why a text is not dialled, as a code the window words. */
export type DialRefusal =
  | { code: 'empty' | 'tooLong' | 'notANumber' | 'severalNumbers' | 'featureCode' | 'otherScheme' | 'hidden' }
  | { code: 'premium' | 'blocked' | 'international'; number: string; prefix: string }

/** Where the text came from; a link, a clipboard and the redirection of a call are a stranger's, a list is ours. */
export type DialSource = 'list' | 'link' | 'clipboard' | 'redirect'

/** The longest `tel:` link with an extension and a context is under 60 characters. */
const lengthMax = 64

const scheme = /^([a-z][a-z\d+.-]*):(.*)$/is
/** Words people copy together with a number. */
const label = /^(?:тел(?:ефон)?|моб(?:ильный)?|phone|mobile|т)(?:\.\s*:?|\s*:)\s*/iu
const extension = '(?:;ext=|,+|[,;]?[ ]*(?:доб|вн|ext|x)\\.?[ ]*)\\d{1,7}'
/** Digits with the punctuation of a written number, then perhaps an extension; letters nowhere else. */
const written = new RegExp(`^\\+?[ ]?[\\d(][\\d ()./~-]*(?:[ ]?\\(?${extension}\\)?)?$`, 'iu')
/** RFC 3966 §3 with the two parameters that change what is dialled; any other is refused. */
const telUri = /^\+?[\d(][\d().\- ]*(?:;(?:ext=\d{1,7}|phone-context=\+\d{1,7}))*$/i

/**
 * Reads what a person clicked, another program sent as a link or the clipboard held. The answer is a number that may
 * be shown for confirming, or why not; feature codes (`*72…`, USSD) are never taken from outside. Never throws.
 */
export function readDialRequest(
  text: string,
  source: DialSource,
  plan: DialPlan,
  policy: DialPolicy,
): Result<DialRequest, DialRefusal> {
  const trimmed = plainSpaces(text.slice(0, 4 * lengthMax))
  if (trimmed === '') return refuse({ code: 'empty' })
  if (text.length > 4 * lengthMax || trimmed.length > lengthMax) return refuse({ code: 'tooLong' })
  const number = source === 'link' ? fromLink(trimmed) : fromText(trimmed)
  return number.ok ? judge(normaliseNumber(number.value, plan), plan, policy) : number
}

/** Spaces and dashes a typesetter uses become plain; control and direction marks are left for the grammar to refuse. */
function plainSpaces(text: string): string {
  return trimmedEnds(text.replace(/[\u00a0\u2007\u2009\u202f\t]/g, ' ').replace(/[‐‑‒–—−]/g, '-'))
}

/** Not trim(): that also takes marks nobody sees, which the grammar shall refuse. */
function trimmedEnds(text: string): string {
  return text.replace(/^[ \r\n]+|[ \r\n]+$/g, '')
}

function fromText(text: string): Result<string, DialRefusal> {
  if (/^(?:tel|callto):/i.test(text)) return fromLink(text)
  const number = text.replace(label, '')
  if (/^[*#]/.test(number)) return refuse({ code: 'featureCode' })
  if (scheme.test(number)) return refuse({ code: 'otherScheme' })
  if (/[\n\r;|]|,\s*\+/.test(number) && number.split(/[\n\r;|,]/).filter(isLong).length > 1) {
    return refuse({ code: 'severalNumbers' })
  }
  return written.test(number) ? ok(number) : refuse({ code: 'notANumber' })
}

const isLong = (part: string) => part.replace(/\D/g, '').length >= 7

function fromLink(text: string): Result<string, DialRefusal> {
  const [, name = '', rest = ''] = scheme.exec(text) ?? []
  if (!/^(?:tel|callto)$/i.test(name)) return refuse({ code: 'otherScheme' })
  const number = decodedOnce(rest.replace(/^\/\//, '').replace(/\/$/, ''))
  if (number === null) return refuse({ code: 'notANumber' })
  if (/^[*#]/.test(number)) return refuse({ code: 'featureCode' })
  if (!telUri.test(number) || (number.match(/;/g) ?? []).length > 2) return refuse({ code: 'notANumber' })
  return ok(`tel:${number}`)
}

/** `%2B7…` and `%20` as browsers hand them over; what is still encoded after one turn was hiding something. */
function decodedOnce(text: string): string | null {
  try {
    const once = trimmedEnds(decodeURIComponent(text))
    return once.includes('%') ? null : once
  } catch {
    return null
  }
}

function judge(read: NormalisedNumber, plan: DialPlan, policy: DialPolicy): Result<DialRequest, DialRefusal> {
  switch (read.kind) {
    case 'hidden':
      return refuse({ code: 'hidden' })
    case 'featureCode':
      return refuse({ code: 'featureCode' })
    case 'unknown':
      return refuse({ code: 'notANumber' })
    case 'internal':
    case 'emergency':
      return ok({ number: read.number, ext: null, country: null, tariff: read.kind })
    case 'e164':
      return judgeOutside(read.number, read.ext, plan, policy)
  }
}

function judgeOutside(
  number: string,
  ext: string | null,
  plan: DialPlan,
  policy: DialPolicy,
): Result<DialRequest, DialRefusal> {
  const blocked = longestPrefix(number, policy.blockedPrefixes)
  if (blocked !== null) return refuse({ code: 'blocked', number, prefix: blocked })
  const country = countryOf(number)
  const premium = longestPrefix(number, policy.premiumPrefixes)
  if (premium !== null) {
    if (policy.premium === 'refuse') return refuse({ code: 'premium', number, prefix: premium })
    return ok({ number, ext, country, tariff: 'premium' })
  }
  if (country === plan.country) {
    const own = plan.areaCode === null ? null : `+${callingCode(plan.country)}${plan.areaCode}`
    const tariff = own !== null && number.startsWith(own) ? 'local' : 'national'
    return ok({ number, ext, country, tariff })
  }
  if (policy.international === 'refuse') {
    return refuse({ code: 'international', number, prefix: number.slice(0, 4) })
  }
  return ok({ number, ext, country, tariff: 'international' })
}

function longestPrefix(number: string, prefixes: readonly string[]): string | null {
  const fitting = prefixes.filter((prefix) => number.startsWith(prefix))
  return fitting.sort((a, b) => b.length - a.length)[0] ?? null
}

/** Kazakhstan shares the code 7: its numbers begin with 6 or 7, which the smallest metadata does not always tell. */
function countryOf(number: string): string | null {
  if (/^\+7/.test(number)) return /^\+7[67]/.test(number) ? 'KZ' : 'RU'
  return parsePhoneNumberFromString(number)?.country ?? null
}

function callingCode(country: string): string {
  try {
    return getCountryCallingCode(country as CountryCode)
  } catch {
    return ''
  }
}
