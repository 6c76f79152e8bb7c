import type { Statement } from 'better-sqlite3'
import { getTableName } from 'drizzle-orm'
import type { Entity, EntityRow } from '#domain/entities.ts'
import type { Sqlite } from '../files/encrypted-db.ts'
import { fold } from '../files/fold.ts'
import { columnsOf } from './codec.ts'
import { entityTables } from './tables.ts'

/** Kinds that are found by their words. */
export type Searched = 'organisation' | 'contact' | 'ticket'
export const isSearched = (entity: Entity): entity is Searched => entity in searchFields

/** What a row of each kind is found by. */
export const searchFields = {
  organisation: ['name', 'legalName', 'inn'],
  contact: ['name'],
  ticket: ['number', 'provisionalNumber', 'subject'],
} as const satisfies { [E in Searched]: readonly (keyof EntityRow<E>)[] }

export const searchedKinds = Object.keys(searchFields) as readonly Searched[]

/** The kind's own table. */
export const tableOf = (kind: Searched) => getTableName(entityTables[kind])

/** SQL of what a row is found by, before folding; `t` is the row's table. */
export function bodySql(kind: Searched): string {
  const names = searchFields[kind].map((field) => {
    const column = columnsOf[kind].find((one) => one.field === field)?.column
    if (column === undefined) throw new Error(`${kind}.${field} has no column`)
    return `coalesce(t."${column.name}", '')`
  })
  return names.join(` || ' ' || `)
}

/** A row as the full text takes it. */
export interface Text {
  doc: number
  id: string
  /** Null: the row is gone, its entry goes, too. */
  body: string | null
}

/** Pages merged with each slice, about 3 ms where there is that much to merge: keeps step with slices of 100 rows. */
const mergedPages = 8

/**
 * Writes the full-text tables. A row keeps its doc number for life; it is how its entry is found again to be replaced.
 * When each is written is the debt's part (`text-debt.ts`).
 */
export class SearchIndex {
  readonly #put: Statement
  readonly #remove: Statement
  readonly #merge: Statement

  constructor(db: Sqlite, kind: Searched) {
    this.#put = db.prepare(`insert into search_${kind} (rowid, body, id) values (?, ?, ?)`)
    this.#remove = db.prepare(`delete from search_${kind} where rowid = ?`)
    this.#merge = db.prepare(
      `insert into search_${kind} (search_${kind}, rank) values ('merge', ${mergedPages})`,
    )
  }

  /** In the order of docs: the full text writes out what it gathered each time the number goes back. */
  write(texts: readonly Text[]): void {
    for (const { doc, id, body } of texts) {
      this.#remove.run(doc)
      if (body !== null) this.#put.run(doc, fold(body), id)
    }
    this.#merge.run()
  }
}
