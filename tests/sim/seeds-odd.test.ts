import { expect, test } from 'vitest'
import { firstBroken, saidOf, seedsFrom } from './run-seeds.ts'

// Two files, for two workers; `npm run sim -- --seeds 10000` goes on where this ends.
test('1,500 runs of the sync with odd seeds keep every promise', async () => {
  const found = await firstBroken(seedsFrom(1, 1_500, 2))
  expect(found === null ? null : saidOf(found)).toBeNull()
}, 360_000)
