import type { Statement } from 'better-sqlite3'
import type { ContactId, OrganisationId, TicketId } from '#domain/ids.ts'
import type { Sqlite } from '../files/encrypted-db.ts'
import { foldedWords } from '../files/fold.ts'
import { fitsParty, fitsTicket, partyMatch, ticketMatch } from './match-text.ts'
import { doubtedSql, type Hit, type OwedTexts } from './owed-texts.ts'
import type { Searched } from './search-index.ts'

/** Full-text finds, and what is not in the full text yet; ranking of so few is the caller's. */
export class TextSearch {
  readonly #owed: OwedTexts
  readonly #organisation: Find
  readonly #contact: Find
  readonly #ticket: Find
  readonly #short: Statement

  constructor(db: Sqlite, owed: OwedTexts) {
    this.#owed = owed
    this.#organisation = new Find(db, 'organisation', 'asc')
    this.#contact = new Find(db, 'contact', 'asc')
    this.#ticket = new Find(db, 'ticket', 'desc')
    // One or two letters make no trigram: names that begin with them, found by reading the (few) organisations.
    this.#short = db
      .prepare(`select id from organisation where fold(name) like ? || '%' order by name limit ? + 0`)
      .pluck()
  }

  organisations(text: string, limit: number): OrganisationId[] {
    const words = foldedWords(text)
    const match = partyMatch(words)
    if (match !== '') {
      const owed = this.#owed.hits('organisation', (folded) => fitsParty(folded, words))
      return this.#organisation.ids(match, owed, limit) as OrganisationId[]
    }
    return words[0] === undefined ? [] : (this.#short.all(words[0], limit) as OrganisationId[])
  }

  contacts(text: string, limit: number): ContactId[] {
    const words = foldedWords(text)
    const match = partyMatch(words)
    if (match === '') return []
    const owed = this.#owed.hits('contact', (folded) => fitsParty(folded, words))
    return this.#contact.ids(match, owed, limit) as ContactId[]
  }

  /** Newest first. */
  tickets(text: string, limit: number): TicketId[] {
    const words = foldedWords(text)
    const match = ticketMatch(words)
    if (match === '') return []
    const owed = this.#owed.hits('ticket', (folded) => fitsTicket(folded, words))
    return this.#ticket.ids(match, owed, limit) as TicketId[]
  }
}

/** One kind's full text, in the order of docs. */
class Find {
  readonly #descends: boolean
  readonly #all: Statement
  readonly #sure: Statement

  constructor(db: Sqlite, kind: Searched, order: 'asc' | 'desc') {
    const table = `search_${kind}`
    const find = (also: string) =>
      db.prepare(
        `select rowid as doc, id from ${table} where ${table} match ? ${also} order by rowid ${order} limit ? + 0`,
      )
    this.#descends = order === 'desc'
    this.#all = find('')
    this.#sure = find(`and rowid not in (${doubtedSql(kind)})`)
  }

  /** `owed`: hits among the rows whose full text is owed, null where nothing is. */
  ids(match: string, owed: readonly Hit[] | null, limit: number): string[] {
    if (owed === null) return (this.#all.all(match, limit) as Hit[]).map(({ id }) => id)
    const hits = [...(this.#sure.all(match, limit) as Hit[]), ...owed]
    hits.sort((a, b) => (this.#descends ? b.doc - a.doc : a.doc - b.doc))
    return [...new Set(hits.map(({ id }) => id))].slice(0, limit)
  }
}
