import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { attachedIndexDdl } from '#core/store/ddl.ts'
import { NumberLookup } from '#core/store/number-lookup.ts'
import { numberParts } from '#core/store/number-parts.ts'
import { openCache } from '#core/store/open-cache.ts'
import { numberAt } from './written-numbers.ts'

/** Four numbers to an organisation of the large data set, and one contact behind each. */
const perOrganisation = 4

/** The store's own encrypted cache with `count` numbers in it, growing on demand. */
export class NumberStore {
  readonly #folder = mkdtempSync(join(tmpdir(), 'pult-match-'))
  readonly #db = openCache(this.#folder, 'ab'.repeat(32)).db
  readonly #indexes = attachedIndexDdl.filter((ddl) => / on contact(?:_phone)? /.test(ddl))
  #count = 0

  growTo(count: number): NumberLookup {
    const db = this.#db
    // As a first sync does: rows first, indexes after.
    for (const ddl of this.#indexes) db.exec(ddl.replace(/^create (index \S+) .*$/, 'drop $1'))
    const contact = db.prepare(
      `insert into contact (id, v, organisation_id, name, position, email, phones, authority, active, doc)
       values (?, 1, ?, ?, '', null, '[]', '[]', 1, ?)`,
    )
    const phone = db.prepare(
      `insert into contact_phone (number, ext, contact_id, nat10, loc7, source, last_seen_at)
       values (?, '', ?, ?, ?, 'imported', null)`,
    )
    db.transaction(() => {
      for (let index = this.#count; index < count; index++) {
        const number = numberAt(index)
        const id = contactOf(index)
        const { nat10, loc7 } = numberParts(number)
        contact.run(id, `organisation-${Math.floor(index / perOrganisation)}`, `Контакт ${index}`, index)
        phone.run(number, id, nat10, loc7)
      }
    })()
    for (const ddl of this.#indexes) db.exec(ddl)
    this.#count = count
    return new NumberLookup(db)
  }

  close(): void {
    this.#db.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

export const contactOf = (index: number) => `contact-${String(index).padStart(8, '0')}`
