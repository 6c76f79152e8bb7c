import { expect, test } from 'vitest'
import { firstBroken, saidOf, seedsFrom } from './run-seeds.ts'

// Two files, for two workers; `npm run sim -- --seeds 10000` goes on where this ends.
test('a thousand runs of the sync with odd seeds keep every promise', async () => {
  const found = await firstBroken(seedsFrom(1, 1_000, 2))
  expect(found === null ? null : saidOf(found)).toBeNull()
}, 240_000)
