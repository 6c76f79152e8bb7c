import { z } from 'zod'
import type { Sqlite } from '../files/encrypted-db.ts'
import type { Outbox } from './outbox.ts'

/** Small things that must survive, each under a name with its own schema, beside the changes in the precious file. */
export class Kept {
  readonly #db: Sqlite
  readonly #outbox: Outbox

  constructor(db: Sqlite, outbox: Outbox) {
    this.#db = db
    this.#outbox = outbox
  }

  /** Null when it was never set, or no longer fits its schema. */
  get<Schema extends z.ZodType>(name: string, schema: Schema): z.infer<Schema> | null {
    const text = this.#db.prepare('select value from kept where key = ?').pluck().get(name) as
      | string
      | undefined
    if (text === undefined) return null
    const value = schema.safeParse(JSON.parse(text))
    return value.success ? value.data : null
  }

  set(name: string, value: unknown): void {
    this.#outbox.write(() =>
      this.#db
        .prepare('insert or replace into kept (key, value) values (?, ?)')
        .run(name, JSON.stringify(value)),
    )
  }

  remove(name: string): void {
    this.#outbox.write(() => this.#db.prepare('delete from kept where key = ?').run(name))
  }

  /** Where a counter stands; 0 when it was never moved. */
  count(name: string): number {
    return this.get(name, z.number().int()) ?? 0
  }
}
