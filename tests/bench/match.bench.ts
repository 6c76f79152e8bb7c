import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { NumberLookup } from '#core/store/number-lookup.ts'
import { russianDialPlan } from '#domain/directory/dial-plan.ts'
import { normaliseNumber } from '#domain/directory/normalise-number.ts'
import { type Bench, type BenchRow, rowOf } from './bench.ts'
import { NumberStore } from './match/number-store.ts'
import { nobodysTexts, numberAt, writtenNumbers } from './match/written-numbers.ts'

const sizes = [10_000, 300_000, 1_000_000]
/** Numbers asked in every form; their indexes are spread over the whole store. */
const askedNumbers = 1_000
/** Numbers of people nobody knows, asked in every form too. */
const strangers = 1_000
const timedLookups = 20_000
/** A linear scan takes milliseconds: enough of them to have a middle. */
const timedScans = 40

type Match = { number: string | null; sure: boolean }

/** The console's own way: normalise, ask the ladder; a guess (seven digits, block) is no match. */
function ours(text: string, lookup: NumberLookup): Match {
  const read = normaliseNumber(text, russianDialPlan)
  if (read.kind !== 'e164') return { number: null, sure: false }
  const found = lookup.find({ number: read.number, ext: read.ext }, russianDialPlan.areaCode)
  if (found.kind !== 'owners') return { number: null, sure: false }
  const owner = found.owners[0]
  return { number: owner?.number ?? null, sure: owner?.match !== 'last7' }
}

const share = (
  what: string,
  value: number,
  n: number,
  beside: Parameters<typeof rowOf>[2] = {},
): BenchRow => ({
  ...rowOf({ name: 'match', case: what, unit: '%' }, [value * 100], beside),
  n,
})

/** Recall and precision of our way, beside what a number library alone and a plain comparison find. */
function quality(
  lookup: NumberLookup,
  size: number,
  known: ReadonlySet<string>,
  say: (line: string) => void,
): BenchRow[] {
  const step = Math.floor(size / askedNumbers)
  const asked = Array.from({ length: askedNumbers }, (_, index) => numberAt(index * step + (index % 20)))
  const unknown: string[] = []
  for (let index = size; unknown.length < strangers; index++)
    if (!known.has(numberAt(index))) unknown.push(numberAt(index))
  let [n, right, wrong, library, plain] = [0, 0, 0, 0, 0]
  const missed = new Map<string, number>()
  for (const { truth, text, form, source } of writtenNumbers(asked)) {
    n += 1
    const { number, sure } = ours(text, lookup)
    if (sure && number === truth) right += 1
    else missed.set(`${form} by ${source}`, (missed.get(`${form} by ${source}`) ?? 0) + 1)
    if (sure && number !== truth) wrong += 1
    if (parsePhoneNumberFromString(text, 'RU')?.number === truth) library += 1
    if (text === truth) plain += 1
  }
  const nobodys = [...[...writtenNumbers(unknown)].map(({ text }) => text), ...nobodysTexts]
  for (const text of nobodys) if (ours(text, lookup).sure) wrong += 1
  for (const [what, count] of [...missed].slice(0, 10)) say(`missed ${count}: ${what}`)
  return [
    share('recall', right / n, n, { goal: '≥ 99.5 %', met: ({ p50 }) => p50 >= 99.5 }),
    share('precision', right / (right + wrong), n + nobodys.length, {
      goal: '≥ 99.9 %',
      met: ({ p50 }) => p50 >= 99.9,
    }),
    share('recall of libphonenumber alone', library / n, n),
    share('recall of a plain comparison', plain / n, n),
  ]
}

/** µs from a received text to its owners, beside a scan of all contacts with plain comparison. */
function speed(lookup: NumberLookup, size: number): BenchRow {
  const texts = [
    ...writtenNumbers(Array.from({ length: 2_000 }, (_, index) => numberAt((index * 4_999) % size))),
  ]
  const samples: number[] = []
  for (let index = -2_000; index < timedLookups; index++) {
    const text = texts[(index + 2_000) % texts.length]?.text ?? ''
    const began = performance.now()
    ours(text, lookup)
    if (index >= 0) samples.push((performance.now() - began) * 1000)
  }
  const contacts = Array.from({ length: size }, (_, index) => ({ phones: [numberAt(index), '', '', ''] }))
  const scans: number[] = []
  for (let index = 0; index < timedScans; index++) {
    // Spread evenly: on average half of the list is gone through.
    const wanted = numberAt(Math.floor(((index + 0.5) * size) / timedScans))
    const began = performance.now()
    const found = contacts.find(
      ({ phones: [a, b, c, d] }) => a === wanted || b === wanted || c === wanted || d === wanted,
    )
    if (found === undefined) throw new Error(`${wanted} is not among the contacts`)
    scans.push((performance.now() - began) * 1000)
  }
  return rowOf({ name: 'match', case: `lookup, ${size} numbers, vs scan`, unit: 'µs' }, samples, {
    peer: scans,
    goal: 'p99 ≤ 1000 µs',
    met: ({ p99 }) => p99 <= 1000,
  })
}

export const bench: Bench = {
  name: 'match',
  title:
    'received text → its owner in the encrypted cache: recall and precision over written forms × sources, µs',
  async run(say) {
    const store = new NumberStore()
    try {
      const rows: BenchRow[] = []
      for (const size of sizes) {
        const began = performance.now()
        const lookup = store.growTo(size)
        say(`${size} numbers stored after ${((performance.now() - began) / 1000).toFixed(1)} s`)
        rows.push(speed(lookup, size))
        if (size !== 300_000) continue
        const known = new Set(Array.from({ length: size }, (_, index) => numberAt(index)))
        rows.push(...quality(lookup, size, known, say))
      }
      return rows
    } finally {
      store.close()
    }
  },
}
