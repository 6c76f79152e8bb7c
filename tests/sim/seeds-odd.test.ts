import { expect, test } from 'vitest'
import { firstBroken, saidOf, seedsFrom } from './run-seeds.ts'

// Two files, for two workers.
test('5,000 runs of the sync with odd seeds keep every promise', async () => {
  const found = await firstBroken(seedsFrom(1, 5_000, 2))
  expect(found === null ? null : saidOf(found)).toBeNull()
}, 600_000)
