import type { Statement } from 'better-sqlite3'
import type { EntityPut } from '#domain/entities.ts'
import type { Sqlite } from '../files/encrypted-db.ts'
import { fold } from '../files/fold.ts'

type Searched = 'organisation' | 'contact' | 'ticket'
const searched: readonly Searched[] = ['organisation', 'contact', 'ticket']

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
function bodyOf(put: EntityPut): string | null {
  switch (put.entity) {
    case 'organisation':
      return `${put.row.name} ${put.row.legalName} ${put.row.inn ?? ''}`
    case 'contact':
      return put.row.name
    case 'ticket':
      return `${put.row.number ?? ''} ${put.row.provisionalNumber ?? ''} ${put.row.subject}`
    default:
      return null
  }
}
