import { rmSync } from 'node:fs'
import { type DbKey, isDamage, openEncrypted, type Sqlite, UnreadableDb } from '../files/encrypted-db.ts'
import { fold } from '../files/fold.ts'
import { Checkpointer, checkpointWorkerFile } from './checkpoint/checkpointer.ts'
import { indexDdl, schemaHash, searchDdl, tableDdl } from './ddl.ts'

/** 24 MiB of pages: the upper levels of every index of the large data set, within the core's 150 MB. */
const cacheKiB = 24_576

/**
 * Up to so many pages (4 KiB each, 128 MiB) the whole file is checked at the start, about 0.15 s. Above it the check
 * would hold the window back; every page carries its own authentication tag, so damage shows when it is read.
 */
const checkedPagesMax = 32_768

export interface OpenCache {
  db: Sqlite
  /** A file was there and could not be used: it is empty now. */
  rebuilt: boolean
}

/** Where the cache lies. */
export interface CacheDisk {
  open(file: string, key: DbKey): OpenCache
  /** Removes what is there and makes an empty one. */
  makeAnew(file: string, key: DbKey): Sqlite
  /** Keeps the journals of an open cache short; null: nothing is to be done for that. */
  checkpoints(db: Sqlite, file: string, key: DbKey): Pick<Checkpointer, 'wrote' | 'settle'> | null
}

/** Opens the cache, or makes it anew when it is damaged, of another key or of another schema. Nothing of ours is in it. */
export function openCache(file: string, key: DbKey): OpenCache {
  try {
    const db = openEncrypted(file, key, { synchronous: 'NORMAL', cacheKiB })
    try {
      const state = stateOf(db)
      if (state === 'ready') return { db: readied(db), rebuilt: false }
      if (state === 'empty') return { db: made(db), rebuilt: false }
    } catch (error) {
      db.close()
      throw error
    }
    db.close()
  } catch (error) {
    if (!isDamage(error)) throw error
  }
  return { db: makeAnew(file, key), rebuilt: true }
}

/** Removes the file with its journal and makes an empty one. */
export function makeAnew(file: string, key: DbKey): Sqlite {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true })
  return made(openEncrypted(file, key, { synchronous: 'NORMAL', cacheKiB }))
}

export function encryptedDisk(checkpointWorker: URL = checkpointWorkerFile): CacheDisk {
  return {
    open: openCache,
    makeAnew,
    checkpoints: (db, file, key) => new Checkpointer(db, [{ schema: 'main', file }], key, checkpointWorker),
  }
}

function stateOf(db: Sqlite): 'ready' | 'empty' | 'other' {
  const tables = db.prepare('select count(*) from sqlite_master').pluck().get() as number
  if (tables === 0) return 'empty'
  const kept = db.prepare(`select name from sqlite_master where name = 'meta'`).get()
  if (!kept) return 'other'
  const hash = db.prepare(`select value from meta where key = 'schema'`).pluck().get()
  if (hash !== schemaHash) return 'other'
  if ((db.pragma('page_count', { simple: true }) as number) <= checkedPagesMax) {
    if (db.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new UnreadableDb('quick_check failed')
  }
  return 'ready'
}

function made(db: Sqlite): Sqlite {
  readied(db)
  db.transaction(() => {
    for (const ddl of [...tableDdl, ...searchDdl, ...indexDdl]) db.exec(ddl)
    db.prepare('insert into meta (key, value) values (?, ?)').run('schema', schemaHash)
  })()
  return db
}

function readied(db: Sqlite): Sqlite {
  db.function('fold', { deterministic: true }, (text) => fold(String(text)))
  return db
}
