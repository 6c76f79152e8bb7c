import { ground } from './migrations/0001-ground.ts'
import { listVersions } from './migrations/0002-list-versions.ts'
import { ledger } from './migrations/0003-ledger.ts'
import { consoleWipe } from './migrations/0004-console-wipe.ts'
import { attachments } from './migrations/0005-attachments.ts'
import { draftHandovers } from './migrations/0006-draft-handovers.ts'

export interface Migration {
  n: number
  name: string
  /** Statements in order; they run in one transaction. */
  sql: readonly string[]
}

/** Every step the desk's database ever took, oldest first. A released step is never edited. */
export const migrations: readonly Migration[] = [
  ground,
  listVersions,
  ledger,
  consoleWipe,
  attachments,
  draftHandovers,
]
