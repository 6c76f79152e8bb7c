import { describe, expect, test } from 'vitest'
import { mutants } from './mutants/mutants.ts'
import { firstBroken, seedsFrom } from './run-seeds.ts'

describe('a run finds each fault put in on purpose', () => {
  test('there are enough of them, each with a name of its own', () => {
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length)
    expect(mutants.length).toBeGreaterThanOrEqual(20)
  })

  for (const mutant of mutants) {
    test(mutant.name, async () => {
      const found = await firstBroken(seedsFrom(1, 2_000), { mutant })
      expect(found, mutant.what).not.toBeNull()
    }, 300_000)
  }
})
