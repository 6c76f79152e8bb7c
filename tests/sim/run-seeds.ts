import type { Mutant } from './mutants/mutant.ts'
import { type RunResult, runSeed } from './run-seed.ts'

export interface Found {
  seed: number
  violation: NonNullable<RunResult['violation']>
}

/** Runs seeds one after the other up to the first that breaks a promise. `told`: how many have passed. */
export async function firstBroken(
  seeds: Iterable<number>,
  { mutant, told }: { mutant?: Mutant; told?: (passed: number) => void } = {},
): Promise<Found | null> {
  let passed = 0
  for (const seed of seeds) {
    const { violation } = await runSeed(seed, mutant === undefined ? {} : { mutant })
    if (violation !== null) return { seed, violation }
    passed++
    told?.(passed)
  }
  return null
}

/** Every `step`th seed from `from` on, `count` of them. */
export function* seedsFrom(from: number, count: number, step = 1): Iterable<number> {
  for (let nth = 0; nth < count; nth++) yield from + nth * step
}

/** What to type to see it happen again. */
export const replayCommand = (seed: number, mutant?: Mutant) =>
  `npm run sim -- --seed ${seed}${mutant === undefined ? '' : ` --mutant "${mutant.name}"`}`

/** In words, for a failed test. */
export function saidOf({ seed, violation }: Found): string {
  return `${violation.rule}: ${violation.text}\nreplay it with: ${replayCommand(seed)}`
}
