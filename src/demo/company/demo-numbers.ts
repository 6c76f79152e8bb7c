/** Mobile codes from gaps of the Russian numbering plan, so that a demo shows nobody's own number. */
const mobileCodes = ['943', '944', '945', '946', '947', '948', '973', '974', '975', '976']

/** Spreads a counter over `size` values without two alike; `step` shares no factor with `size`. */
const spread = (nth: number, step: number, size: number) => (nth * step) % size

/** A mobile number for the nth in the company; different for each of the first ten millions. */
export function mobileNumber(nth: number): string {
  const code = mobileCodes[nth % mobileCodes.length] as string
  return `+7${code}${String(spread(nth, 7_919, 10_000_000)).padStart(7, '0')}`
}

/**
 * The main number of the nth organisation; it ends with 0 and heads a block of ten. City numbers do not begin with 1
 * in life.
 */
export function mainNumber(areaCode: string, nth: number): string {
  return `+7${areaCode}1${String(spread(nth + 1, 11_223, 100_000)).padStart(5, '0')}0`
}

/** A direct line in the block of a main number, 1-9. */
export function directNumber(main: string, line: number): string {
  return main.slice(0, -1) + String(line)
}

/** Reception of a business centre that several customers sit in; area code 499 is nobody's own here. */
export function sharedNumber(block: number): string {
  return `+74991${String(spread(block + 1, 33_331, 100_000)).padStart(5, '0')}0`
}

/** Ways the same number stands in phone books and files. */
export function written(number: string, form: number): string {
  const area = number.slice(2, 5)
  const rest = `${number.slice(5, 8)}-${number.slice(8, 10)}-${number.slice(10)}`
  switch (form % 5) {
    case 0:
      return number
    case 1:
      return `8${number.slice(2)}`
    case 2:
      return `8 (${area}) ${rest}`
    case 3:
      return number.slice(1)
    default:
      return `+7 ${area} ${rest}`
  }
}
