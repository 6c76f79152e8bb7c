import { Emitter } from '#shared/emitter.ts'
import type { Sqlite } from '../files/encrypted-db.ts'
import type { Outbox } from '../outbox/outbox.ts'

export interface Upload {
  sha256: string
  size: number
  userId: string
}

/** Files the desk does not have yet, in the precious file: named in the same commit as the change that speaks of them. */
export class UploadList {
  readonly #db: Sqlite
  readonly #outbox: Outbox
  /** Told when a file came, went or got further. */
  readonly changed = new Emitter<Record<never, never>>()

  constructor(db: Sqlite, outbox: Outbox) {
    this.#db = db
    this.#outbox = outbox
  }

  /** Small ones first: a photo does not wait for a film. */
  waiting(): Upload[] {
    return this.#db
      .prepare(`select sha256, size, user_id as userId from upload where state = 'waiting' order by size, at`)
      .all() as Upload[]
  }

  /** Kept here although the desk has them: confirmed less than so long ago. */
  doneSince(at: number): string[] {
    return this.#db
      .prepare(`select sha256 from upload where state = 'done' and at >= ?`)
      .pluck()
      .all(at) as string[]
  }

  /** Call it inside the commit of the change that names the file. */
  add({ sha256, size, userId }: Upload, at: number): void {
    this.#outbox.write(() =>
      this.#db
        .prepare(
          `insert into upload (sha256, size, user_id, state, at) values (?, ?, ?, 'waiting', ?)
           on conflict (sha256) do update set state = 'waiting', at = excluded.at where state = 'refused'`,
        )
        .run(sha256, size, userId, at),
    )
  }

  settle(sha256: string, state: 'done' | 'refused', at: number): void {
    this.#outbox.write(() =>
      this.#db.prepare('update upload set state = ?, at = ? where sha256 = ?').run(state, at, sha256),
    )
    this.changed.emit({})
  }

  forgetDoneBefore(at: number): void {
    this.#outbox.write(() => this.#db.prepare(`delete from upload where state = 'done' and at < ?`).run(at))
  }

  clear(): void {
    this.#outbox.write(() => this.#db.exec('delete from upload'))
  }
}
