import type { Entity } from '#domain/entities.ts'
import type { Sqlite } from '../files/encrypted-db.ts'
import { KindDebt } from './kind-debt.ts'
import { isSearched, type Searched, searchedKinds } from './search-index.ts'

/*
 * The full text costs half of a changed row, so it is owed: a row and the note that its entry is missing or old are one
 * transaction, writing the entry is another. Two tables of each searched kind, in the kind's own file:
 *   search_debt_<kind>: rows that changed, each with its doc
 *   search_fill_<kind>: rows that came as a whole copy, one record for all; `paid_id` is how far they are written, in the
 *     order of ids. Docs of a fill are new: nothing of them is in the full text before it is paid.
 */
export const debtDdl: readonly string[] = searchedKinds.flatMap((kind) => [
  `create table search_debt_${kind} (doc integer primary key, id text not null) strict`,
  `create table search_fill_${kind} (from_doc integer primary key, to_doc integer not null,
     paid_id text not null, paid integer not null) strict`,
])

/** Every table that must be empty when the rows of a kind are. */
export const searchTables = (kind: Searched): readonly string[] => [
  `search_${kind}`,
  `search_debt_${kind}`,
  `search_fill_${kind}`,
]

/** Notes that rows with new docs from…to are not in the full text yet; inside the caller's transaction with the rows. */
export function oweTexts(db: Sqlite, entity: Entity, fromDoc: number, toDoc: number): void {
  if (!isSearched(entity) || toDoc < fromDoc) return
  db.prepare(`insert into search_fill_${entity} (from_doc, to_doc, paid_id, paid) values (?, ?, '', 0)`).run(
    fromDoc,
    toDoc,
  )
}

/** The highest doc in use, paid or owed. */
export function lastDoc(db: Sqlite): number {
  const all = searchedKinds.flatMap((kind) => [
    `select max(rowid) as doc from search_${kind}`,
    `select max(doc) from search_debt_${kind}`,
    `select max(to_doc) from search_fill_${kind}`,
  ])
  return db
    .prepare(`select coalesce(max(doc), 0) from (${all.join(' union all ')})`)
    .pluck()
    .get() as number
}

/** What the full text owes to the rows: who writes rows notes it here, and it is paid when there is time. */
export class TextDebt {
  readonly #kinds: Readonly<Record<Searched, KindDebt>>
  readonly #db: Sqlite
  /** Null: not asked for yet. Only a new row needs it. */
  #lastDoc: number | null = null

  constructor(db: Sqlite) {
    this.#db = db
    this.#kinds = Object.fromEntries(searchedKinds.map((kind) => [kind, new KindDebt(db, kind)])) as Record<
      Searched,
      KindDebt
    >
  }

  /** A number for a new row. */
  nextDoc(): number {
    this.#lastDoc = (this.#lastDoc ?? lastDoc(this.#db)) + 1
    return this.#lastDoc
  }

  /** The entry of this row is missing, old, or has to go; inside the transaction that writes the row. */
  owe(kind: Searched, doc: number, id: string): void {
    this.#kinds[kind].owe(doc, id)
  }

  /** Rows whose full text is owed: changed ones and those of fills. */
  get left(): number {
    return searchedKinds.reduce((sum, kind) => sum + this.#kinds[kind].changed + this.#kinds[kind].filled, 0)
  }

  /** False: nothing is owed. Answered without asking the files, after each page. */
  get mayOwe(): boolean {
    return searchedKinds.some((kind) => this.#kinds[kind].mayOwe)
  }

  /** A transaction that paid was taken back. */
  doubt(): void {
    for (const kind of searchedKinds) this.#kinds[kind].doubt()
  }

  /** Pays for at most so many rows, inside the caller's transaction; changed ones first. Answers for how many. */
  pay(rowsMax: number): number {
    for (const pay of ['payChanged', 'payFilled'] as const) {
      for (const kind of searchedKinds) {
        const paid = this.#kinds[kind][pay](rowsMax)
        if (paid > 0) return paid
      }
    }
    return 0
  }
}
