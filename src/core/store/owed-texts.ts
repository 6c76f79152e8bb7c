import type { Statement } from 'better-sqlite3'
import type { Sqlite } from '../files/encrypted-db.ts'
import { fold } from '../files/fold.ts'
import { bodySql, type Searched, searchedKinds, tableOf } from './search-index.ts'

/** So many rows are read and compared at a search, about 10 ms; of more only what the full text has is found. */
export const scannedMax = 2_000

export interface Hit {
  doc: number
  id: string
}

/** SQL of docs whose entry in the full text must not be believed: of changed rows, it may be an old one. */
export const doubtedSql = (kind: Searched) => `select doc from search_debt_${kind}`

/** Rows whose full text is owed, found by reading them. */
export class OwedTexts {
  readonly #any: Readonly<Record<Searched, Statement>>
  readonly #texts: Readonly<Record<Searched, Statement>>

  constructor(db: Sqlite) {
    const each = (sql: (kind: Searched) => string) =>
      Object.fromEntries(searchedKinds.map((kind) => [kind, db.prepare(sql(kind))])) as Record<
        Searched,
        Statement
      >
    this.#any = each(
      (kind) => `select 1 from search_debt_${kind} union all select 1 from search_fill_${kind} limit 1`,
    )
    // `cross join` holds the order: what is owed first. Removed rows have no text and are not found.
    this.#texts = each((kind) => {
      const row = `t.doc, t.id, ${bodySql(kind)} as body`
      return `select ${row} from search_debt_${kind} d
          cross join "${tableOf(kind)}" t on t.id = d.id and t.doc = d.doc
        union all
        select ${row} from search_fill_${kind} f
          cross join "${tableOf(kind)}" t on t.id > f.paid_id and t.doc between f.from_doc and f.to_doc
        limit ${scannedMax + 1}`
    })
  }

  /** Those that fit, in the order of docs; none while too many are owed. Null: nothing is owed. */
  hits(kind: Searched, fits: (folded: string) => boolean): Hit[] | null {
    if (this.#any[kind].get() === undefined) return null
    const texts = this.#texts[kind].all() as (Hit & { body: string })[]
    if (texts.length > scannedMax) return []
    const found = new Map<number, Hit>()
    for (const { doc, id, body } of texts) if (fits(fold(body))) found.set(doc, { doc, id })
    return [...found.values()].sort((a, b) => a.doc - b.doc)
  }
}
