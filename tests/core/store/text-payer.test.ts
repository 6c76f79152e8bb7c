import { expect, test } from 'vitest'
import { TextPayer } from '#core/store/text-payer.ts'

/** A store that owes texts, each taking so long, on a clock that moves when it is told to. */
function world({ owed = 0, msPerText = 0.1 } = {}) {
  let now = 0
  const timers = new Map<object, { at: number; run: () => void }>()
  const told: (number | null)[] = []
  const surprises: unknown[] = []
  const slices: { at: number; texts: number }[] = []
  let onOwed = () => {}
  let broken: Error | null = null
  const store = {
    onOwed: (told: () => void) => {
      onOwed = told
    },
    payTexts(max: number) {
      if (broken !== null) throw broken
      const texts = Math.min(max, owed)
      if (texts > 0) slices.push({ at: now, texts })
      owed -= texts
      now += texts * msPerText
      return texts
    },
    get mayOweTexts() {
      return owed > 0
    },
    get textsOwed() {
      return owed
    },
  }
  const clock = {
    now: () => now,
    monotonic: () => now,
    after(ms: number, run: () => void) {
      const key = {}
      timers.set(key, { at: now + ms, run })
      return () => void timers.delete(key)
    },
  }
  const log = {
    info: () => {},
    warn: () => {},
    surprise: (_: string, error: unknown) => {
      surprises.push(error)
      return ''
    },
  }
  const payer = new TextPayer(store, { clock, log }, (percent) => told.push(percent))
  return {
    payer,
    told,
    surprises,
    slices,
    timers,
    owe(texts: number) {
      owed += texts
      onOwed()
    },
    breaks(error: Error | null) {
      broken = error
    },
    get owed() {
      return owed
    },
    /** Lets the time go on by so many ms, each timer in its turn. */
    pass(ms: number) {
      const until = now + ms
      for (;;) {
        const next = [...timers].sort(([, a], [, b]) => a.at - b.at)[0]
        if (next === undefined || next[1].at > until) break
        timers.delete(next[0])
        now = Math.max(now, next[1].at)
        next[1].run()
      }
      now = Math.max(now, until)
    },
  }
}

test('what was owed at the start is paid, then no timer is left', () => {
  const { pass, slices, timers, ...world_ } = world({ owed: 500 })
  pass(5_000)
  expect(slices.reduce((sum, { texts }) => sum + texts, 0)).toBe(500)
  expect(world_.told.at(-1)).toBeNull()
  expect(timers.size).toBe(0)
})

test.each([0.02, 0.1, 0.5, 1.5])('slices take about 8 ms where a text takes %s ms', (msPerText) => {
  const { pass, slices } = world({ owed: 3_000, msPerText })
  pass(60_000)
  const later = slices.slice(4, -1)
  expect(Math.max(...later.map(({ texts }) => texts * msPerText))).toBeLessThanOrEqual(9)
  expect(Math.max(...later.map(({ texts }) => texts))).toBeLessThanOrEqual(100)
  // As much time as a slice took is left to others.
  for (const [nth, slice] of later.slice(1).entries()) {
    const before = later[nth] as (typeof later)[number]
    expect(slice.at - before.at).toBeGreaterThanOrEqual(2 * before.texts * msPerText - 0.001)
  }
})

test('pages that come one after the other go first, but the search is not left behind', () => {
  const { pass, slices, owe } = world()
  for (let nth = 0; nth < 100; nth++) {
    owe(150)
    pass(20)
  }
  expect(slices.length).toBeGreaterThanOrEqual(3)
  expect(slices.length).toBeLessThanOrEqual(6)
  pass(60_000)
  expect(slices.reduce((sum, { texts }) => sum + texts, 0)).toBe(15_000)
})

test('nothing is paid after the close', () => {
  const { payer, pass, slices, owe } = world({ owed: 50 })
  pass(5_000)
  expect(slices.reduce((sum, { texts }) => sum + texts, 0)).toBe(50)
  payer.close()
  owe(10)
  const before = slices.length
  pass(5_000)
  expect(slices.length).toBe(before)
})

test('a large debt is told in per cent until few enough are left to be read', () => {
  const { pass, told } = world({ owed: 20_000, msPerText: 0.5 })
  pass(120_000)
  const percents = told.filter((percent) => percent !== null)
  expect(percents[0]).toBe(0)
  expect(percents.length).toBeGreaterThan(5)
  expect(percents).toEqual([...percents].sort((a, b) => a - b))
  expect(Math.max(...percents)).toBeLessThanOrEqual(90)
  expect(told.at(-1)).toBeNull()
})

test('a payment that fails is said once and tried again later', () => {
  const world_ = world({ owed: 10 })
  world_.breaks(new Error('no'))
  world_.pass(30_000)
  expect(world_.surprises).toHaveLength(1)
  world_.breaks(null)
  world_.pass(60_000)
  expect(world_.owed).toBe(0)
})
