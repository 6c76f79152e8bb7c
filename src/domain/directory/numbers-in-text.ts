import { type CountryCode, findPhoneNumbersInText, isSupportedCountry } from 'libphonenumber-js/min'

/** A number within a text: its place (UTF-16 offsets, `to` excluded) and its E.164 form, with `;ext=` where there is one. */
export type NumberInText = { from: number; to: number; number: string }

/** A description is 20,000 characters at most; a pasted log of digits must not hold the window up. */
const textMax = 20_000
const foundMax = 20

/** The phone numbers people wrote in a text, in order, twenty at most. Numbers without a country code are `country`'s. */
export function numbersInText(text: string, country: string): NumberInText[] {
  // Seven digits are the least that is more than an extension or a year.
  if (text.length > textMax || text.replace(/\D/g, '').length < 7) return []
  const defaultCountry: CountryCode | undefined = isSupportedCountry(country) ? country : undefined
  return findPhoneNumbersInText(text, { ...(defaultCountry && { defaultCountry }) })
    .filter(({ startsAt, endsAt }) => !isOtherDigits(text.slice(startsAt, endsAt)))
    .slice(0, foundMax)
    .map(({ startsAt, endsAt, number }) => ({
      from: startsAt,
      to: endsAt,
      number: number.ext === undefined ? number.number : `${number.number} ext ${number.ext}`,
    }))
}

/** Digits in one run are an INN or an account as likely as a number; a trunk prefix or a mobile's 9 tells. */
function isOtherDigits(written: string): boolean {
  return /^\d+$/.test(written) && !/^(?:[78]\d{10}|9\d{9})$/.test(written)
}
