import { describe, expect, test } from 'vitest'
import { mutants } from './mutants/mutants.ts'
import { runSeed } from './run-seed.ts'
import { firstBroken, replayCommand, seedsFrom } from './run-seeds.ts'

describe('a run', () => {
  test('is the same every time for the same seed', async () => {
    for (const seed of [4, 77, 123]) {
      const [first, second] = [await runSeed(seed, { traced: true }), await runSeed(seed, { traced: true })]
      expect(first.trace.length).toBeGreaterThan(10)
      expect(second.trace.map(withoutEpoch)).toEqual(first.trace.map(withoutEpoch))
    }
  })

  test('that once broke a promise keeps it', async () => {
    // The last: the answer to a hello from before a restore, so that changes of that history waited for ever.
    for (const seed of [951, 2726, 4110, 4715, 8139, 21_350])
      expect((await runSeed(seed)).violation, String(seed)).toBeNull()
  })

  test('that breaks a promise tells the command that shows it again, and shows it', async () => {
    const mutant = mutants.find(({ name }) => name === 'outbox lost on kill')
    if (mutant === undefined) throw new Error('the mutant is gone')
    const found = await firstBroken(seedsFrom(1, 200), { mutant })
    if (found === null) throw new Error('not found')
    expect(replayCommand(found.seed, mutant)).toBe(
      `npm run sim -- --seed ${found.seed} --mutant "outbox lost on kill"`,
    )
    const again = await runSeed(found.seed, { mutant })
    expect(again.violation).toEqual(found.violation)
  })

  test('does everything it is meant to do, seen over some hundred of them', async () => {
    const seen: Record<string, number> = {}
    for (const seed of seedsFrom(1, 300)) {
      const { counts } = await runSeed(seed)
      for (const [what, times] of Object.entries(counts)) seen[what] = (seen[what] ?? 0) + times
    }
    const rare = ['restore', 'database crashes', 'node dies', 'network goes', 'push is stuck', 'kills']
    const deeds = ['edit', 'edit, taken back', 'import', 'remove', 'removeForEver', 'role', 'keepHouse']
    for (const what of [...rare, ...deeds]) expect(seen[what] ?? 0, what).toBeGreaterThan(3)
    expect(seen.accepted).toBeGreaterThan(600)
  }, 60_000)
})

/** The epoch is the one thing the product makes up by itself. */
const withoutEpoch = (line: string) => line.replace(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{22}/g, 'epoch')
