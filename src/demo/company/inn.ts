const weights10 = [2, 4, 10, 3, 5, 9, 4, 6, 8]
const weights11 = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]
const weights12 = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]

/** Last digit of a Russian taxpayer number: the weighted sum modulo 11, modulo 10. */
function check(digits: string, weights: readonly number[]): string {
  const sum = weights.reduce((total, weight, nth) => total + weight * Number(digits[nth]), 0)
  return String((sum % 11) % 10)
}

/** Ten digits of a company: region (two digits), inspection `00` that serves nobody, a counter, the check digit. */
export function companyInn(region: string, nth: number): string {
  const digits = `${region}00${String(nth % 100_000).padStart(5, '0')}`
  return digits + check(digits, weights10)
}

/** Twelve digits of an entrepreneur, the last two of them check digits. */
export function personInn(region: string, nth: number): string {
  const digits = `${region}00${String(nth % 1_000_000).padStart(6, '0')}`
  const eleven = digits + check(digits, weights11)
  return eleven + check(eleven, weights12)
}

/** Are the check digits right? */
export function isInn(inn: string): boolean {
  if (/^\d{10}$/.test(inn)) return check(inn, weights10) === inn[9]
  return /^\d{12}$/.test(inn) && check(inn, weights11) === inn[10] && check(inn, weights12) === inn[11]
}
