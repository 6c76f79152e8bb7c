export const demoSizes = ['small', 'usual', 'large'] as const
export type DemoSize = (typeof demoSizes)[number]

/** Organisations come in blocks of twenty, alike in size from the biggest to the smallest. */
export const blockSize = 20

/** How much of everything the organisations of a block have, biggest first; they add up to 100. */
const weights = [30, 15, 10, 8, 6, 5, 4, 3, 3, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1]

export type Sizing = {
  organisations: number
  contacts: number
  /** Numbers of contacts, all of them together. */
  numbers: number
  tickets: number
  /** Days back to the oldest ticket. */
  days: number
}

export const sizings: Readonly<Record<DemoSize, Sizing>> = {
  small: { organisations: 200, contacts: 1_000, numbers: 2_000, tickets: 3_000, days: 60 },
  usual: { organisations: 5_000, contacts: 25_000, numbers: 50_000, tickets: 200_000, days: 730 },
  large: { organisations: 100_000, contacts: 250_000, numbers: 300_000, tickets: 1_000_000, days: 365 },
}

/** A whole number for each place of a block, by weight, at least `least` each, adding up to `total` exactly. */
export function apportion(total: number, least: number): number[] {
  const spare = total - least * blockSize
  const parts = weights.map((weight) => least + Math.floor((spare * weight) / 100))
  let left = total - parts.reduce((sum, part) => sum + part, 0)
  for (let nth = 0; left > 0; nth = (nth + 1) % blockSize, left--) parts[nth] = (parts[nth] as number) + 1
  return parts
}

/** Sums before each place: where the first of its things stands in the block. */
export function offsets(parts: readonly number[]): number[] {
  let sum = 0
  return parts.map((part) => {
    const before = sum
    sum += part
    return before
  })
}

/**
 * How many numbers the nth contact of the company has. The pattern adds up to the company's share exactly, and
 * still some have one and some have three.
 */
export function numbersOf(nth: number, { contacts, numbers }: Sizing): number {
  const pattern = numbers === contacts * 2 ? [2, 1, 3, 2] : [1, 1, 2, 1, 1]
  return pattern[nth % pattern.length] as number
}
