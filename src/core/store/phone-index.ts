import type { Statement } from 'better-sqlite3'
import type { EntityRow } from '#domain/entities.ts'
import type { Sqlite } from '../files/encrypted-db.ts'
import { numberParts } from './number-parts.ts'

/** Keeps `contact_phone` in step with the contacts' own lists of numbers. */
export class PhoneIndex {
  readonly #insert: Statement
  readonly #remove: Statement

  constructor(db: Sqlite) {
    this.#insert = db.prepare(
      `insert or replace into contact_phone (number, ext, contact_id, nat10, loc7, source, last_seen_at)
         values (?, ?, ?, ?, ?, ?, ?)`,
    )
    this.#remove = db.prepare('delete from contact_phone where contact_id = ?')
  }

  add(contact: EntityRow<'contact'>): void {
    for (const phone of contact.phones) {
      const { nat10, loc7 } = numberParts(phone.number)
      this.#insert.run(phone.number, phone.ext ?? '', contact.id, nat10, loc7, phone.source, phone.lastSeenAt)
    }
  }

  remove(contactId: string): void {
    this.#remove.run(contactId)
  }
}
