import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { type Shape, shapes } from '#domain/entities.ts'
import {
  attachEncrypted,
  type DbKey,
  isDamage,
  openEncrypted,
  type Sqlite,
  UnreadableDb,
} from '../files/encrypted-db.ts'
import { fold } from '../files/fold.ts'
import { Checkpointer, checkpointWorkerFile } from './checkpoint/checkpointer.ts'
import { ddlOf, schemaHash } from './ddl.ts'

/**
 * Pages kept in memory, 24 MiB in all: the upper levels of every index of the large data set, within the core's 150 MB.
 */
const cacheKiB: Readonly<Record<Shape, number>> = { ref: 8_192, hot: 12_288, timeline: 4_096 }

/**
 * Customers come by the million and change seldom: with large pages they are filled in a quarter less time. Tickets
 * change all day, and each change writes its pages whole.
 */
export const pageBytes: Readonly<Record<Shape, number>> = { ref: 16_384, hot: 4_096, timeline: 4_096 }

/**
 * Up to so many bytes everything is checked at the start, about 0.15 s. Above it the check would hold the window back;
 * every page carries its own authentication tag, so damage shows when it is read.
 */
const checkedBytesMax = 128 * 1024 * 1024

export interface OpenCache {
  db: Sqlite
  /** A file was there and could not be used: it is empty now. */
  rebuilt: boolean
}

/** Where the cache lies. */
export interface CacheDisk {
  /** `atStart: false`: a file was just put in place, and reading all its pages is left out. */
  open(folder: string, key: DbKey, how?: { atStart: boolean }): OpenCache
  /** Removes what is there and makes an empty one. */
  makeAnew(folder: string, key: DbKey): Sqlite
  /** Keeps the journals of an open cache short; null: nothing is to be done for that. */
  checkpoints(db: Sqlite, folder: string, key: DbKey): Pick<Checkpointer, 'wrote' | 'settle'> | null
}

/** Each feed has a file of its own, with its cursor: a page and its cursor are one commit of one file. */
export const cacheFile = (folder: string, shape: Shape) => join(folder, `cache-${shape}.db`)
/** A file in the making, beside the one whose place it will take. */
export const nextFile = (folder: string, shape: Shape) => `${cacheFile(folder, shape)}.next`

/**
 * Opens the cache: one connection, its files attached under their shapes' names. A file that is damaged, of another
 * key or of other tables is made anew. Nothing of ours is in it.
 */
export function openCache(folder: string, key: DbKey, how = { atStart: true }): OpenCache {
  // Of a version that kept all in one file.
  removeDb(join(folder, 'cache.db'))
  // At a start nobody makes one: it is what a crash left.
  if (how.atStart) for (const shape of shapes) removeDb(nextFile(folder, shape))
  const sizeOf = (shape: Shape) => statSync(cacheFile(folder, shape), { throwIfNoEntry: false })?.size ?? 0
  const checked = how.atStart && shapes.reduce((sum, shape) => sum + sizeOf(shape), 0) <= checkedBytesMax
  let rebuilt = false
  for (const shape of shapes) {
    if (isUsable(folder, key, shape, checked)) continue
    makeFile(folder, key, shape)
    rebuilt = true
  }
  return { db: attached(folder, key), rebuilt }
}

/** Removes the files with their journals and makes empty ones. */
export function makeAnew(folder: string, key: DbKey): Sqlite {
  for (const shape of shapes) makeFile(folder, key, shape)
  return attached(folder, key)
}

export function encryptedDisk(checkpointWorker: URL = checkpointWorkerFile): CacheDisk {
  return {
    open: openCache,
    makeAnew,
    checkpoints: (db, folder, key) =>
      new Checkpointer(
        db,
        shapes.map((shape) => ({ schema: shape, file: cacheFile(folder, shape) })),
        key,
        checkpointWorker,
      ),
  }
}

/** The files of a cache as one database. Throws `UnreadableDb`. */
export function attached(folder: string, key: DbKey): Sqlite {
  const db = new Database(':memory:')
  try {
    for (const shape of shapes)
      attachEncrypted(
        db,
        { name: shape, file: cacheFile(folder, shape), key },
        { synchronous: 'NORMAL', cacheKiB: cacheKiB[shape] },
      )
    // Temporary b-trees of sorts and index builds must not reach the disk in plain text.
    db.pragma('temp_store=memory')
    db.pragma('busy_timeout=2000')
    db.function('fold', { deterministic: true }, (text) => fold(String(text)))
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

export function removeDb(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true })
}

/** Answers whether the file can be used; an empty one, or none, is made first. */
function isUsable(folder: string, key: DbKey, shape: Shape, checked: boolean): boolean {
  try {
    const db = openFile(folder, key, shape)
    try {
      const state = stateOf(db)
      if (state === 'empty') fillWithTables(db, shape)
      if (state === 'ready' && checked && db.pragma('quick_check(1)', { simple: true }) !== 'ok')
        throw new UnreadableDb('quick_check failed')
      return state !== 'other'
    } finally {
      db.close()
    }
  } catch (error) {
    if (!isDamage(error)) throw error
    return false
  }
}

function openFile(folder: string, key: DbKey, shape: Shape): Sqlite {
  return openEncrypted(cacheFile(folder, shape), key, {
    synchronous: 'NORMAL',
    cacheKiB: cacheKiB[shape],
    pageBytes: pageBytes[shape],
  })
}

function makeFile(folder: string, key: DbKey, shape: Shape): void {
  removeDb(cacheFile(folder, shape))
  const db = openFile(folder, key, shape)
  try {
    fillWithTables(db, shape)
  } finally {
    db.close()
  }
}

function stateOf(db: Sqlite): 'ready' | 'empty' | 'other' {
  const tables = db.prepare('select count(*) from sqlite_master').pluck().get() as number
  if (tables === 0) return 'empty'
  const kept = db.prepare(`select name from sqlite_master where name = 'meta'`).get()
  if (!kept) return 'other'
  return db.prepare(`select value from meta where key = 'schema'`).pluck().get() === schemaHash
    ? 'ready'
    : 'other'
}

function fillWithTables(db: Sqlite, shape: Shape): void {
  const { tables, search, indexes } = ddlOf(shape)
  db.transaction(() => {
    for (const ddl of [...tables, ...search, ...indexes]) db.exec(ddl)
    keepSchema(db)
  })()
}

/** Says in the file what it was made for. */
export function keepSchema(db: Sqlite): void {
  db.prepare('insert into meta (key, value) values (?, ?)').run('schema', schemaHash)
}
