import { existsSync, renameSync } from 'node:fs'
import { basename } from 'node:path'
import type { Instant } from '#domain/instant.ts'
import { type DbKey, isDamage, openEncrypted, type Sqlite, UnreadableDb } from '../files/encrypted-db.ts'
import { migrate } from './migrate.ts'

export interface OpenOutbox {
  db: Sqlite
  /** Name under which a damaged file was put aside; null: all is well. */
  keptAside: string | null
}

/** Opens the precious file. One that cannot be read is never removed: it is put aside with its journal, for IT. */
export function openOutbox(file: string, key: DbKey, now: Instant): OpenOutbox {
  try {
    return { db: openAt(file, key), keptAside: null }
  } catch (error) {
    if (!isDamage(error)) throw error
  }
  const aside = putAside(file, now)
  return { db: openAt(file, key), keptAside: aside }
}

function openAt(file: string, key: DbKey): Sqlite {
  const db = openEncrypted(file, key, { synchronous: 'FULL', cacheKiB: 4096 })
  try {
    if (db.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new UnreadableDb('quick_check failed')
    migrate(db, file)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Renames the file and its journal together; answers the new name without its folder. */
export function putAside(file: string, now: Instant): string {
  const stamp = new Date(now).toISOString().replace(/[:.]/g, '-')
  const aside = `${file}.damaged-${stamp}`
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix)
  }
  return basename(aside)
}
