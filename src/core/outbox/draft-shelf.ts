import { type Draft, draft as draftSchema } from '#bridge/drafts.ts'
import type { CallId, DraftId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { Sqlite } from '../files/encrypted-db.ts'
import type { Outbox } from './outbox.ts'

/** Tickets being written, as they are typed. */
export class DraftShelf {
  readonly #db: Sqlite
  readonly #outbox: Outbox

  constructor(db: Sqlite, outbox: Outbox) {
    this.#db = db
    this.#outbox = outbox
  }

  list(): Draft[] {
    const rows = this.#db
      .prepare('select id, call_id as callId, fields, saved_at as savedAt from draft order by saved_at')
      .all() as { id: DraftId; callId: CallId | null; fields: string; savedAt: Instant }[]
    return rows.map((row) => draftSchema.parse({ ...row, fields: JSON.parse(row.fields) }))
  }

  put(draft: Draft): void {
    this.#outbox.write(() =>
      this.#db
        .prepare('insert or replace into draft (id, call_id, fields, saved_at) values (?, ?, ?, ?)')
        .run(draft.id, draft.callId, JSON.stringify(draft.fields), draft.savedAt),
    )
  }

  remove(id: DraftId): void {
    this.#outbox.write(() => this.#db.prepare('delete from draft where id = ?').run(id))
  }

  clear(): void {
    this.#outbox.write(() => this.#db.exec('delete from draft'))
  }
}
