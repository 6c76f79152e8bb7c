import type { Statement } from 'better-sqlite3'
import type { Sqlite } from '../files/encrypted-db.ts'
import { bodySql, type Searched, SearchIndex, type Text, tableOf } from './search-index.ts'

/** A fill's rows whose full text is owed. */
interface Fill {
  fromDoc: number
  toDoc: number
  paidId: string
}

/** The debt of one kind (`text-debt.ts`): notes it, counts it, pays it. Every call is inside the caller's transaction. */
export class KindDebt {
  readonly #owe: Statement
  readonly #count: Statement
  readonly #owedOfFills: Statement
  readonly #changed: Statement
  readonly #forgetFrom: Statement
  readonly #fill: Statement
  readonly #filled: Statement
  readonly #moveFill: Statement
  readonly #endFill: Statement
  readonly #index: SearchIndex
  /** Nothing is owed, as far as is known without asking: what is false may turn out to be nothing all the same. */
  #isPaid = { changed: false, filled: false }

  constructor(db: Sqlite, kind: Searched) {
    const debt = `search_debt_${kind}`
    const fill = `search_fill_${kind}`
    const rows = `"${tableOf(kind)}" t`
    this.#owe = db.prepare(`insert into ${debt} (doc, id) values (?, ?) on conflict do nothing`)
    this.#count = db.prepare(`select count(*) from ${debt}`).pluck()
    this.#owedOfFills = db
      .prepare(`select coalesce(sum(to_doc - from_doc + 1 - paid), 0) from ${fill}`)
      .pluck()
    // `+ 0`: a bare parameter in a limit makes SQLite plan the statement anew at each use.
    this.#changed = db.prepare(
      `select d.doc, d.id, case when t.id is null then null else ${bodySql(kind)} end as body from ${debt} d
         left join ${rows} on t.id = d.id and t.doc = d.doc order by d.doc desc limit ? + 0`,
    )
    this.#forgetFrom = db.prepare(`delete from ${debt} where doc >= ?`)
    this.#fill = db.prepare(
      `select from_doc as fromDoc, to_doc as toDoc, paid_id as paidId from ${fill} order by from_doc desc limit 1`,
    )
    this.#filled = db.prepare(
      `select t.doc, t.id, ${bodySql(kind)} as body from ${rows}
         where t.id > ? and t.doc between ? and ? order by t.id limit ? + 0`,
    )
    this.#moveFill = db.prepare(`update ${fill} set paid_id = ?, paid = paid + ? where from_doc = ?`)
    this.#endFill = db.prepare(`delete from ${fill} where from_doc = ?`)
    this.#index = new SearchIndex(db, kind)
  }

  owe(doc: number, id: string): void {
    this.#isPaid.changed = false
    this.#owe.run(doc, id)
  }

  /** False: nothing is owed. Answered without asking the file. */
  get mayOwe(): boolean {
    return !this.#isPaid.changed || !this.#isPaid.filled
  }

  /** What was paid may have been taken back. */
  doubt(): void {
    this.#isPaid = { changed: false, filled: false }
  }

  get changed(): number {
    return this.#count.get() as number
  }

  /** Never less than one while there is a fill: rows removed meanwhile are still counted. */
  get filled(): number {
    if (this.#fill.get() === undefined) return 0
    return Math.max(1, this.#owedOfFills.get() as number)
  }

  payChanged(rowsMax: number): number {
    if (this.#isPaid.changed) return 0
    const texts = (this.#changed.all(rowsMax) as Text[]).reverse()
    this.#isPaid.changed = texts.length < rowsMax
    const [first] = texts
    if (first === undefined) return 0
    this.#index.write(texts)
    this.#forgetFrom.run(first.doc)
    return texts.length
  }

  payFilled(rowsMax: number): number {
    if (this.#isPaid.filled) return 0
    const fill = this.#fill.get() as Fill | undefined
    if (fill === undefined) {
      this.#isPaid.filled = true
      return 0
    }
    const texts = this.#filled.all(fill.paidId, fill.fromDoc, fill.toDoc, rowsMax) as Text[]
    const last = texts.at(-1)
    this.#index.write(texts.toSorted((a, b) => a.doc - b.doc))
    if (last !== undefined && texts.length === rowsMax)
      this.#moveFill.run(last.id, texts.length, fill.fromDoc)
    else this.#endFill.run(fill.fromDoc)
    return Math.max(1, texts.length)
  }
}
