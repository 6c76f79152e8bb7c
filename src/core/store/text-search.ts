import type { Statement } from 'better-sqlite3'
import type { ContactId, OrganisationId, TicketId } from '#domain/ids.ts'
import type { Sqlite } from '../files/encrypted-db.ts'
import { foldedWords } from '../files/fold.ts'
import { partyMatch, ticketMatch } from './match-text.ts'

/** Full-text finds; ranking of so few is the caller's. */
export class TextSearch {
  readonly #organisation: Statement
  readonly #contact: Statement
  readonly #ticket: Statement
  readonly #short: Statement

  constructor(db: Sqlite) {
    const find = (table: string, order: string) =>
      db.prepare(`select id from ${table} where ${table} match ? order by rowid ${order} limit ?`).pluck()
    this.#organisation = find('search_organisation', 'asc')
    this.#contact = find('search_contact', 'asc')
    this.#ticket = find('search_ticket', 'desc')
    // One or two letters make no trigram: names that begin with them, found by reading the (few) organisations.
    this.#short = db
      .prepare(`select id from organisation where fold(name) like ? || '%' order by name limit ?`)
      .pluck()
  }

  organisations(text: string, limit: number): OrganisationId[] {
    const words = foldedWords(text)
    const match = partyMatch(words)
    if (match !== '') return this.#organisation.all(match, limit) as OrganisationId[]
    return words[0] === undefined ? [] : (this.#short.all(words[0], limit) as OrganisationId[])
  }

  contacts(text: string, limit: number): ContactId[] {
    const match = partyMatch(foldedWords(text))
    return match === '' ? [] : (this.#contact.all(match, limit) as ContactId[])
  }

  /** Newest first. */
  tickets(text: string, limit: number): TicketId[] {
    const match = ticketMatch(foldedWords(text))
    return match === '' ? [] : (this.#ticket.all(match, limit) as TicketId[])
  }
}
