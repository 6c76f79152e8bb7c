import { entityStatements } from './entity-statements.ts'
import { feedStatements } from './feed-statements.ts'
import { jobStatements } from './job-statements.ts'
import { pushStatements } from './push-statements.ts'
import type { Statements } from './statement.ts'

/** Every text the desk's sync sends to its database. The first that fits is taken: narrower ones stand first. */
export const statements: Statements = {
  ...entityStatements,
  ...pushStatements,
  ...feedStatements,
  ...jobStatements,
}
