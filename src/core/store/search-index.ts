import type { Statement } from 'better-sqlite3'
import type { Entity, EntityPut, EntityRow } from '#domain/entities.ts'
import type { Sqlite } from '../files/encrypted-db.ts'
import { fold } from '../files/fold.ts'

/** Kinds that are found by their words. */
export type Searched = 'organisation' | 'contact' | 'ticket'
export const isSearched = (entity: Entity): entity is Searched => entity in searchFields

/** What a row of each kind is found by. */
export const searchFields = {
  organisation: ['name', 'legalName', 'inn'],
  contact: ['name'],
  ticket: ['number', 'provisionalNumber', 'subject'],
} as const satisfies { [E in Searched]: readonly (keyof EntityRow<E>)[] }
const searched = Object.keys(searchFields) as readonly Searched[]

/** Writes the full-text tables. A row keeps its doc number for life; it is how its text is found again to be removed. */
export class SearchIndex {
  readonly #put: Readonly<Record<Searched, Statement>>
  readonly #remove: Readonly<Record<Searched, Statement>>
  #lastDoc = 0

  constructor(db: Sqlite) {
    const each = (sql: (table: string) => string) =>
      Object.fromEntries(searched.map((kind) => [kind, db.prepare(sql(`search_${kind}`))])) as Record<
        Searched,
        Statement
      >
    this.#put = each((table) => `insert into ${table} (rowid, body, id) values (?, ?, ?)`)
    this.#remove = each((table) => `delete from ${table} where rowid = ?`)
    for (const kind of searched) {
      const last = db.prepare(`select coalesce(max(rowid), 0) from search_${kind}`).pluck().get() as number
      this.#lastDoc = Math.max(this.#lastDoc, last)
    }
  }

  nextDoc(): number {
    this.#lastDoc += 1
    return this.#lastDoc
  }

  put(put: EntityPut, doc: number, known: boolean): void {
    const body = bodyOf(put)
    if (body === null) return
    const kind = put.entity as Searched
    if (known) this.#remove[kind].run(doc)
    this.#put[kind].run(doc, fold(body), put.row.id)
  }

  remove(entity: Searched, doc: number): void {
    this.#remove[entity].run(doc)
  }
}

/** What a row is found by; null: by nothing. */
function bodyOf({ entity, row }: EntityPut): string | null {
  if (!(entity in searchFields)) return null
  const values = row as unknown as Readonly<Record<string, string | null>>
  return searchFields[entity as Searched].map((field) => values[field] ?? '').join(' ')
}
