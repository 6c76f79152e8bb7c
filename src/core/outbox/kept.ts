import type { Statement } from 'better-sqlite3'
import { z } from 'zod'
import type { Sqlite } from '../files/encrypted-db.ts'
import type { Outbox } from './outbox.ts'

/** Small things that must survive, each under a name with its own schema, beside the changes in the precious file. */
export class Kept {
  readonly #db: Sqlite
  readonly #outbox: Outbox
  readonly #select: Statement
  /** What was read last: some of it is asked for before each request. */
  readonly #read = new Map<string, { text: string; schema: z.ZodType; value: unknown }>()

  constructor(db: Sqlite, outbox: Outbox) {
    this.#db = db
    this.#outbox = outbox
    this.#select = db.prepare('select value from kept where key = ?').pluck()
  }

  /** Null when it was never set, or no longer fits its schema. Nobody changes what it answers. */
  get<Schema extends z.ZodType>(name: string, schema: Schema): z.infer<Schema> | null {
    const text = this.#select.get(name) as string | undefined
    if (text === undefined) return null
    const known = this.#read.get(name)
    if (known?.text === text && known.schema === schema) return known.value as z.infer<Schema> | null
    const parsed = schema.safeParse(JSON.parse(text))
    const value = parsed.success ? parsed.data : null
    this.#read.set(name, { text, schema, value })
    return value
  }

  set(name: string, value: unknown): void {
    this.#outbox.write(() =>
      this.#db
        .prepare('insert or replace into kept (key, value) values (?, ?)')
        .run(name, JSON.stringify(value)),
    )
  }

  remove(name: string): void {
    this.#read.delete(name)
    this.#outbox.write(() => this.#db.prepare('delete from kept where key = ?').run(name))
  }

  /** Where a counter stands; 0 when it was never moved. */
  count(name: string): number {
    return this.get(name, counter) ?? 0
  }
}

const counter = z.number().int()
