import { copyFileSync } from 'node:fs'
import type { Sqlite } from '../files/encrypted-db.ts'
import { changesDraftsSettings } from './migrations/0001-changes-drafts-settings.ts'
import { intentVersionColumn } from './migrations/0002-intent-version.ts'
import { uploads } from './migrations/0003-uploads.ts'

/** One step forward, named; never changed once released, never taken back. */
export interface Migration {
  number: number
  name: string
  up(db: Sqlite): void
}

export const migrations: readonly Migration[] = [changesDraftsSettings, intentVersionColumn, uploads]

/** The file was written by a newer Pult: nothing of it may be touched. */
export class OutboxTooNew extends Error {
  override readonly name = 'OutboxTooNew'
}

/**
 * Brings the outbox to the newest version, each step in its own transaction. A file that already holds changes is
 * copied beside itself first (`outbox.db.before-N`), encrypted as it is.
 */
export function migrate(db: Sqlite, file: string, steps: readonly Migration[] = migrations): void {
  const from = db.pragma('user_version', { simple: true }) as number
  const to = steps.at(-1)?.number ?? 0
  if (from > to) throw new OutboxTooNew(`the outbox is of version ${from}, this Pult knows ${to}`)
  if (from === to) return
  if (from > 0) {
    db.pragma('wal_checkpoint(truncate)')
    copyFileSync(file, `${file}.before-${to}`)
  }
  for (const step of steps) {
    if (step.number <= from) continue
    db.transaction(() => {
      step.up(db)
      db.pragma(`user_version=${step.number}`)
    })()
  }
}
