import { renameSync, rmSync } from 'node:fs'
import { getTableName } from 'drizzle-orm'
import {
  type Entity,
  type EntityPut,
  entities,
  entitySchemas,
  type Shape,
  shapeOf,
  shapes,
} from '#domain/entities.ts'
import type { Instant } from '#domain/instant.ts'
import { type DbKey, isDamage, type Sqlite } from '../files/encrypted-db.ts'
import { CacheRows } from './cache-rows.ts'
import { attachedIndexDdl, indexNames } from './ddl.ts'
import { type CacheDisk, cacheFile, encryptedDisk } from './open-cache.ts'
import { type Opened, opened } from './opened.ts'
import { isSearched } from './search-index.ts'
import { entityTables } from './tables.ts'
import { searchTables } from './text-debt.ts'

/** A stretch of a feed, as the wire brings it; rows are checked here before they are believed. */
export interface FeedPage {
  from: string | null
  to: string
  more: boolean
  changes: readonly { e: Entity; id: string; op: 'put' | 'del' | 'evict'; v: number; row: unknown }[]
  at: Instant
  lastN: number | null
}

export type Applied =
  /** Kept with its cursor; `changed` names every row that is different now. */
  | { kind: 'applied'; changed: { entity: Entity; id: string }[]; unreadable: number }
  /** It begins somewhere else than where we stand: dropped. */
  | { kind: 'elsewhere' }

/**
 * The desk's rows on this machine, encrypted: server truth only, never an optimistic value. Disposable: when a page
 * turns out damaged the files are made anew, `onRebuilt` is told, and the feeds fill them again.
 */
export class Store extends CacheRows {
  readonly #folder: string
  #key: DbKey
  readonly #disk: CacheDisk
  #open: Opened
  #checkpoints: ReturnType<CacheDisk['checkpoints']>
  #onRebuilt: () => void = () => {}
  #onOwed: () => void = () => {}
  /** A file that was there could not be used. */
  readonly rebuiltAtStart: boolean

  constructor(folder: string, key: DbKey, disk: CacheDisk = encryptedDisk()) {
    super()
    this.#folder = folder
    this.#key = key
    this.#disk = disk
    const { db, rebuilt } = disk.open(folder, key)
    this.rebuiltAtStart = rebuilt
    this.#open = opened(db)
    this.#checkpoints = disk.checkpoints(db, folder, key)
  }

  onRebuilt(told: () => void): void {
    this.#onRebuilt = told
  }

  /** Rows were written whose full text is owed: somebody calls `payTexts` when there is time. */
  onOwed(told: () => void): void {
    this.#onOwed = told
  }

  /** The open files, for tests that ask them for plans. */
  get db(): Sqlite {
    return this.#open.db
  }

  close(): void {
    this.#checkpoints?.settle()
    this.#open.db.close()
  }

  /** Empties the cache: another space, or damage. Under a new key what the disk still holds of the old files is noise. */
  rebuild(key: DbKey = this.#key): void {
    this.close()
    this.#key = key
    this.#take(this.#disk.makeAnew(this.#folder, this.#key))
  }

  /** Where the files lie, for whoever makes the next of one beside it. */
  get place(): { folder: string; key: DbKey } {
    return { folder: this.#folder, key: this.#key }
  }

  /** Takes a file made elsewhere in place of this shape's: one rename, all of it or nothing. */
  swapIn(shape: Shape, made: string): void {
    this.close()
    const file = cacheFile(this.#folder, shape)
    for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true })
    renameSync(made, file)
    // Its pages were just written: reading them all would only hold the windows up.
    this.#take(this.#disk.open(this.#folder, this.#key, { atStart: false }).db)
    this.#onOwed()
  }

  #take(db: Sqlite): void {
    this.#open = opened(db)
    this.#checkpoints = this.#disk.checkpoints(db, this.#folder, this.#key)
  }

  // Writing

  /**
   * Applies a page of a feed in one transaction with its cursor, only if it begins where we stand. A row that does not
   * fit its schema is left out and counted: one bad row must not stop a feed.
   */
  applyPage(shape: Shape, page: FeedPage): Applied {
    const done = this.ask(({ db, writer, sync }) =>
      db.transaction((): Applied => {
        const state = sync.get(shape)
        if (page.from !== state.cursor) return { kind: 'elsewhere' }
        const changed: { entity: Entity; id: string }[] = []
        let unreadable = 0
        for (const change of page.changes) {
          if (change.op === 'put') {
            const row = entitySchemas[change.e].safeParse(change.row)
            if (!row.success || row.data.id !== change.id || shapeOf[change.e] !== shape) unreadable += 1
            else if (writer.put({ entity: change.e, row: { ...row.data, v: change.v } } as EntityPut))
              changed.push({ entity: change.e, id: change.id })
          } else if (writer.remove(change.e, change.id, change.v)) {
            changed.push({ entity: change.e, id: change.id })
          }
        }
        sync.put({
          shape,
          cursor: page.to,
          lastN: Math.max(state.lastN, page.lastN ?? 0),
          asOf: page.at,
          whole: state.whole || !page.more,
        })
        return { kind: 'applied', changed, unreadable }
      })(),
    )
    this.#checkpoints?.wrote()
    if (done.kind === 'applied' && this.mayOweTexts) this.#onOwed()
    return done
  }

  /** The feed cannot continue from our cursor: this shape's rows go, the next pull begins at the beginning. */
  resetShape(shape: Shape): void {
    this.ask(({ db, sync }) => {
      db.transaction(() => {
        for (const entity of entities) {
          if (shapeOf[entity] !== shape) continue
          db.exec(`delete from "${getTableName(entityTables[entity])}"`)
          if (isSearched(entity)) for (const table of searchTables(entity)) db.exec(`delete from ${table}`)
        }
        if (shape === 'ref') db.exec('delete from contact_phone')
        // What came by the feed is no longer here: nothing counts as come until it has come again.
        sync.put({ shape, cursor: null, lastN: 0, asOf: null, whole: false })
      })()
    })
  }

  /** The desk fell behind (restored from a backup): what it has to take again has not come by any feed. */
  lowerLastN(lastN: number): void {
    this.ask(({ db, sync }) =>
      db.transaction(() => {
        for (const state of sync.all()) if (state.lastN > lastN) sync.put({ ...state, lastN })
      })(),
    )
  }

  /** Puts rows as they are, whatever version is there, and removes others: after a check found them wrong. */
  repair(puts: readonly EntityPut[], removes: readonly { entity: Entity; id: string }[]): void {
    this.ask(({ db, writer }) =>
      db.transaction(() => {
        for (const { entity, id } of removes) writer.remove(entity, id, Number.MAX_SAFE_INTEGER)
        for (const put of puts) {
          writer.remove(put.entity, put.row.id, Number.MAX_SAFE_INTEGER)
          writer.put(put)
        }
      })(),
    )
    this.#checkpoints?.wrote()
    this.#onOwed()
  }

  /** How many rows' full text is owed. */
  get textsOwed(): number {
    return this.ask(({ debt }) => debt.left)
  }

  /** False: no row's full text is owed. Answered without asking the files. */
  get mayOweTexts(): boolean {
    return this.#open.debt.mayOwe
  }

  /** Writes the full text of at most so many rows, in a transaction of its own. Answers of how many; 0: nothing is owed. */
  payTexts(rowsMax: number): number {
    const paid = this.ask(({ db, debt }) => {
      try {
        return db.transaction(() => debt.pay(rowsMax))()
      } catch (error) {
        debt.doubt()
        throw error
      }
    })
    if (paid > 0) this.#checkpoints?.wrote()
    return paid
  }

  /**
   * Bulk load into an empty cache: indexes are made after the rows. For snapshots and benchmarks. No ANALYZE: what it
   * learns of a small cache would make the planner read whole tables of the large one it grows into.
   * Answers the number of rows taken.
   */
  load(rows: Iterable<EntityPut>, asOf: Instant): number {
    const { db, writer, debt, sync } = this.#open
    let count = 0
    db.transaction(() => {
      for (const name of indexNames) db.exec(`drop index if exists "${name}"`)
      for (const row of rows) {
        if (writer.put(row)) count += 1
        if (count % loadedAtOnce === 0) while (debt.pay(loadedAtOnce) > 0);
      }
      while (debt.pay(loadedAtOnce) > 0);
      for (const ddl of attachedIndexDdl) db.exec(ddl)
      for (const shape of shapes) sync.put({ ...sync.get(shape), asOf, whole: true })
    })()
    db.pragma('wal_checkpoint(truncate)')
    return count
  }

  /** Every way to the files goes through here: a damaged page empties the cache, and the question is asked once more. */
  protected ask<Answer>(question: (open: Opened) => Answer): Answer {
    try {
      return question(this.#open)
    } catch (error) {
      if (!isDamage(error)) throw error
      this.rebuild()
      this.#onRebuilt()
      return question(this.#open)
    }
  }
}

/** Rows of a bulk load whose full text is written together. */
const loadedAtOnce = 1_000
