import { closeSync, constants, copyFileSync, fsyncSync, openSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { getTableName } from 'drizzle-orm'
import type { Entity, Shape } from '#domain/entities.ts'
import { imageTable, snapshotTables } from '#wire/snapshot.ts'
import { openForFill, type Sqlite } from '../../files/encrypted-db.ts'
import { indexDdl, tableDdl } from '../ddl.ts'
import { numberParts } from '../number-parts.ts'
import { searchedKinds, tableOf } from '../search-index.ts'
import { entityTables } from '../tables.ts'
import { lastDoc, oweTexts, searchTables } from '../text-debt.ts'
import type { FillOrder } from './fill-messages.ts'
import { copyImage, defineCopyFunctions } from './image-copy.ts'
import { Refused } from './refused.ts'

/**
 * The next cache file in the making: a copy of the present one in which the rows of one shape are replaced. No
 * journal: a file that did not become whole is thrown away. Rows first, then the numbers and indexes; their full text is owed.
 */
export class FillFile {
  readonly #order: FillOrder
  readonly #tables: readonly { entity: Entity; fields: readonly string[] }[]
  readonly #db: Sqlite
  #doc: number
  #at = 0
  rows = 0

  constructor(order: FillOrder) {
    this.#order = order
    this.#tables = snapshotTables(order.shape)
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(order.target + suffix, { force: true })
    copyFileSync(order.source, order.target, constants.COPYFILE_FICLONE)
    this.#db = openForFill(order.target, order.key)
    this.#doc = lastDoc(this.#db)
    this.#empty()
  }

  /** Takes one image in. Throws `Refused`. */
  take(image: Buffer): void {
    const db = openImage(image)
    try {
      const entity = this.#entityOf(db)
      defineCopyFunctions(db)
      const { target, key } = this.#order
      db.pragma(`cipher='aegis'`)
      db.prepare('attach ? as cache key ?').run(target, `raw:${key}`)
      for (const pragma of ['journal_mode=off', 'synchronous=off', 'cache_size=-16384'])
        db.pragma(`cache.${pragma}`)
      const count = db.transaction(() => copyImage(db, entity, this.#doc))()
      oweTexts(this.#db, entity, this.#doc + 1, this.#doc + count)
      this.#doc += count
      this.rows += count
    } catch (error) {
      throw asRefusal(error)
    } finally {
      db.close()
    }
  }

  /** Everything that hangs on the rows, and where the feed goes on; then the file is on the disk. */
  finish(): void {
    const { shape, cursor, at, target, rows } = this.#order
    if (this.rows !== rows) throw new Refused('rows')
    try {
      if (shape === 'ref') indexPhones(this.#db)
      for (const ddl of indexDdl) if (this.#owns(tableOfIndex(ddl))) this.#db.exec(ddl)
      this.#db
        .prepare(
          `insert into sync_state (shape, cursor, last_n, as_of, whole) values (@shape, @cursor, 0, @at, 0)
             on conflict (shape) do update set cursor = excluded.cursor, as_of = excluded.as_of, whole = 0`,
        )
        .run({ shape, cursor, at })
    } catch (error) {
      throw asRefusal(error)
    }
    this.#db.close()
    const file = openSync(target, 'r+')
    fsyncSync(file)
    closeSync(file)
  }

  /** Removes what was made so far. */
  discard(): void {
    this.#db.close()
    rmSync(this.#order.target, { force: true })
  }

  #empty(): void {
    for (const ddl of tableDdl) {
      const name = /table "(\w+)"/.exec(ddl)?.[1] ?? ''
      if (!this.#owns(name)) continue
      this.#db.exec(`drop table "${name}"`)
      this.#db.exec(ddl)
    }
    // Dropping a full-text table without content leaves one of its inner tables behind (SQLite 3.53).
    for (const kind of searchedKinds) {
      if (!this.#owns(tableOf(kind))) continue
      for (const table of searchTables(kind)) this.#db.exec(`delete from ${table}`)
    }
  }

  /** Tables that hold rows of the shape or something made from them. */
  #owns(table: string): boolean {
    const { shape } = this.#order
    return ownedBy(shape).has(table)
  }

  /** The kind an image holds, if it is one table of this shape, in its order and to the letter, and nothing else. */
  #entityOf(db: Sqlite): Entity {
    const found = db.prepare('select sql from sqlite_master').pluck().all()
    const at = this.#tables.findIndex(({ entity, fields }) => imageTable(entity, fields) === found[0])
    const table = this.#tables[at]
    if (found.length !== 1 || table === undefined || at < this.#at) throw new Refused('form')
    this.#at = at
    return table.entity
  }
}

function ownedBy(shape: Shape): ReadonlySet<string> {
  const kinds = snapshotTables(shape).map(({ entity }) => entity)
  const names = kinds.map((entity) => getTableName(entityTables[entity]))
  return new Set([...names, ...(shape === 'ref' ? ['contact_phone'] : [])])
}

const tableOfIndex = (ddl: string) => / on "?(\w+)"? /.exec(ddl)?.[1] ?? ''

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

/** The number index out of the contacts' own lists, in the order of its key. */
function indexPhones(db: Sqlite): void {
  const part = (which: 'nat10' | 'loc7') => (number: unknown) => numberParts(String(number))[which]
  db.function('nat10', { deterministic: true }, part('nat10'))
  db.function('loc7', { deterministic: true }, part('loc7'))
  db.exec(
    `insert or replace into contact_phone (number, ext, contact_id, nat10, loc7, source, last_seen_at)
       select number, ext, contact_id, nat10(number), loc7(number), source, last_seen_at from (
         select p.value->>'$.number' as number, coalesce(p.value->>'$.ext', '') as ext, c.id as contact_id,
           p.value->>'$.source' as source, p.value->>'$.lastSeenAt' as last_seen_at
         from contact c, json_each(c.phones) p order by 1, 2, 3)`,
  )
}

/** What the database says no to is in the rows. A full disk or a broken file is not: that is thrown on. */
function asRefusal(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error
  if (/^SQLITE_(CONSTRAINT|MISMATCH|ERROR)/.test(error.code)) return new Refused('rows', { cause: error })
  return /^SQLITE_(CORRUPT|NOTADB)/.test(error.code) ? new Refused('form', { cause: error }) : error
}
