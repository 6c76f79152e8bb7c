import { consoleMutants } from './console-mutants.ts'
import { deskMutants } from './desk-mutants.ts'
import type { Mutant } from './mutant.ts'

/** Every fault a run has to find. */
export const mutants: readonly Mutant[] = [...deskMutants, ...consoleMutants]
