import type { Statement } from 'better-sqlite3'
import type { EntityRow } from '#domain/entities.ts'
import type { Sqlite } from '../files/encrypted-db.ts'
import { numberParts } from './number-parts.ts'

type Phones = EntityRow<'contact'>['phones']

/** Keeps `contact_phone` in step with the contacts' own lists of numbers. */
export class PhoneIndex {
  readonly #insert: Statement
  readonly #removeLong: Statement
  readonly #removeShort: Statement

  constructor(db: Sqlite) {
    this.#insert = db.prepare(
      `insert into contact_phone (contact_id, number, ext, nat10, loc7, source, last_seen_at)
         values (?, ?, ?, ?, ?, ?, ?)`,
    )
    this.#removeLong = db.prepare('delete from contact_phone where nat10 = ? and contact_id = ?')
    this.#removeShort = db.prepare(
      'delete from contact_phone where nat10 is null and number = ? and contact_id = ?',
    )
  }

  add(contactId: string, phones: Phones): void {
    for (const { number, ext, source, lastSeenAt } of phones) {
      const { nat10, loc7 } = numberParts(number)
      this.#insert.run(contactId, number, ext ?? '', nat10, loc7, source, lastSeenAt)
    }
  }

  /** `phones` as they were added. */
  remove(contactId: string, phones: Phones): void {
    for (const { number } of phones) {
      const { nat10 } = numberParts(number)
      if (nat10 !== null) this.#removeLong.run(nat10, contactId)
      else this.#removeShort.run(number, contactId)
    }
  }
}
