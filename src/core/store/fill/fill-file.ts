import { closeSync, fsyncSync, openSync } from 'node:fs'
import Database from 'better-sqlite3'
import { getTableName } from 'drizzle-orm'
import type { Entity } from '#domain/entities.ts'
import { imageTable, snapshotTables } from '#wire/snapshot.ts'
import { attachForFill, openForFill, type Sqlite } from '../../files/encrypted-db.ts'
import { ddlOf, tableIn } from '../ddl.ts'
import { keepSchema, pageBytes, removeDb } from '../open-cache.ts'
import { putSyncSql } from '../sync-state.ts'
import { contactPhone, entityTables } from '../tables.ts'
import { oweTexts } from '../text-debt.ts'
import type { FillOrder } from './fill-messages.ts'
import { copyImage, defineCopyFunctions } from './image-copy.ts'
import { Refused } from './refused.ts'

/**
 * The next file of one shape in the making, from nothing. No journal: a file that did not become whole is thrown away.
 * The indexes of a kind are made when its last row is in, while the next kind's rows are still on their way; the full
 * text of all is owed.
 */
export class FillFile {
  readonly #order: FillOrder
  readonly #tables: readonly { entity: Entity; fields: readonly string[] }[]
  readonly #indexes: readonly string[]
  /** The kind whose rows come, and the number of the row before its first. */
  #at = 0
  #before = 0
  rows = 0

  constructor(order: FillOrder) {
    const { shape, target } = order
    this.#order = order
    this.#tables = snapshotTables(shape)
    const { tables, search, indexes } = ddlOf(shape)
    this.#indexes = indexes
    removeDb(target)
    this.#within((db) => {
      for (const ddl of [...tables, ...search]) db.exec(ddl)
      keepSchema(db)
    })
  }

  /** Takes one image in. Throws `Refused`. */
  take(image: Buffer): void {
    const db = openImage(image)
    try {
      const nth = this.#tableOf(db)
      while (this.#at < nth) this.#end()
      const entity = this.#entity
      const { target, key } = this.#order
      defineCopyFunctions(db)
      attachForFill(db, 'cache', target, key)
      this.rows += db.transaction(() => copyImage(db, entity, this.rows))()
    } catch (error) {
      throw asRefusal(error)
    } finally {
      db.close()
    }
  }

  /** Everything that hangs on the rows, and where the feed goes on; then the file is on the disk. Throws `Refused`. */
  finish(): void {
    const { shape, cursor, at, target, rows } = this.#order
    if (this.rows !== rows) throw new Refused('rows')
    try {
      while (this.#at < this.#tables.length) this.#end()
      this.#within((db) => db.prepare(putSyncSql(shape)).run({ shape, cursor, lastN: 0, asOf: at, whole: 0 }))
    } catch (error) {
      throw asRefusal(error)
    }
    const file = openSync(target, 'r+')
    fsyncSync(file)
    closeSync(file)
  }

  /** Removes what was made so far. */
  discard(): void {
    removeDb(this.#order.target)
  }

  #within(work: (db: Sqlite) => void): void {
    const { shape, target, key } = this.#order
    const db = openForFill(target, key, pageBytes[shape])
    try {
      db.transaction(() => work(db))()
    } finally {
      db.close()
    }
  }

  /** No more rows of this kind come. */
  #end(): void {
    const entity = this.#entity
    const tables: string[] = [getTableName(entityTables[entity])]
    if (entity === 'contact') tables.push(getTableName(contactPhone))
    this.#within((db) => {
      for (const ddl of this.#indexes) if (tables.includes(tableIn(ddl))) db.exec(ddl)
      oweTexts(db, entity, this.#before + 1, this.rows)
    })
    this.#before = this.rows
    this.#at += 1
  }

  get #entity(): Entity {
    const table = this.#tables[this.#at]
    if (table === undefined) throw new Error('every kind has come')
    return table.entity
  }

  /** Which kind an image holds: one table of this shape, in its order and to the letter, and nothing else. */
  #tableOf(db: Sqlite): number {
    const found = db.prepare('select sql from sqlite_master').pluck().all()
    const at = this.#tables.findIndex(({ entity, fields }) => imageTable(entity, fields) === found[0])
    if (found.length !== 1 || at < this.#at) throw new Refused('form')
    return at
  }
}

function openImage(image: Buffer): Sqlite {
  try {
    const db = new Database(image)
    // What is in a file from outside is data: no function of ours is called by its schema.
    db.pragma('trusted_schema=off')
    db.pragma('cell_size_check=on')
    db.pragma('temp_store=memory')
    return db
  } catch (error) {
    throw new Refused('form', { cause: error })
  }
}

/** What the database says no to is in the rows. A full disk or a broken file is not: that is thrown on. */
function asRefusal(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error
  if (/^SQLITE_(CONSTRAINT|MISMATCH|ERROR)/.test(error.code)) return new Refused('rows', { cause: error })
  return /^SQLITE_(CORRUPT|NOTADB)/.test(error.code) ? new Refused('form', { cause: error }) : error
}
