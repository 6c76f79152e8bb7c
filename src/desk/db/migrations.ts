import { ground } from './migrations/0001-ground.ts'

export interface Migration {
  n: number
  name: string
  /** Statements in order; they run in one transaction. */
  sql: readonly string[]
}

/** Every step the desk's database ever took, oldest first. A released step is never edited. */
export const migrations: readonly Migration[] = [ground]
