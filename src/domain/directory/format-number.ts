/** Country codes of two digits (ITU-T E.164, list of assigned codes); 1 and 7 have one, all others three. */
const twoDigitCodes = new Set(
  '20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98'.split(
    ' ',
  ),
)

/**
 * A normalised number as people read it: `+7 495 111-22-33`, `+375 29 123-45-67`, `+49 170 123-45-67`.
 * What is not E.164 (internal numbers, feature codes) stays as it is. Cheap: no numbering library.
 */
export function formatNumber(number: string): string {
  if (!/^\+\d{7,15}$/.test(number)) return number
  const digits = number.slice(1)
  const codeLength = /^[17]/.test(digits) ? 1 : twoDigitCodes.has(digits.slice(0, 2)) ? 2 : 3
  const code = digits.slice(0, codeLength)
  const rest = digits.slice(codeLength)
  if (rest.length < 7) return `+${code} ${rest}`
  const head = rest.slice(0, -7)
  const tail = `${rest.slice(-7, -4)}-${rest.slice(-4, -2)}-${rest.slice(-2)}`
  return head === '' ? `+${code} ${tail}` : `+${code} ${head} ${tail}`
}
