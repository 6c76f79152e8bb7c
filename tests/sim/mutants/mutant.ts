import type { Chance } from '../chance.ts'
import type { RunningParts, SimConsole } from '../console/sim-console.ts'
import type { Pg } from '../pg/pg.ts'
import type { Statements } from '../pg/statement.ts'

/** A fault put into the sync on purpose, to see that a run finds it. Nothing of it is in the product. */
export interface Mutant {
  name: string
  /** What is wrong, in a sentence. */
  what: string
  /** The database does something else for the desk's statements. */
  statements?: Statements
  database?: (pg: Pg) => void
  /** Takes hold of a console's process before it does anything. */
  console?: (parts: RunningParts, chance: Chance, console: SimConsole) => void
}
