import type { Statement } from 'better-sqlite3'
import { z } from 'zod'
import type { Sqlite } from '../files/encrypted-db.ts'
import type { Outbox } from './outbox.ts'

/** What was read last under a name. */
interface Read {
  /** Null: nothing stands under the name. */
  text: string | null
  schema: z.ZodType
  value: unknown
  /** `Outbox.writes` when it was read: nothing was written since then, so it need not be asked for again. */
  atWrite: number
}

/** Small things that must survive, each under a name with its own schema, beside the changes in the precious file. */
export class Kept {
  readonly #db: Sqlite
  readonly #outbox: Outbox
  readonly #select: Statement
  /** Some of it is asked for before each request. */
  readonly #read = new Map<string, Read>()

  constructor(db: Sqlite, outbox: Outbox) {
    this.#db = db
    this.#outbox = outbox
    this.#select = db.prepare('select value from kept where key = ?').pluck()
  }

  /** Null when it was never set, or no longer fits its schema. Nobody changes what it answers. */
  get<Schema extends z.ZodType>(name: string, schema: Schema): z.infer<Schema> | null {
    const last = this.#read.get(name)
    const known = last?.schema === schema ? last : null
    const atWrite = this.#outbox.writes
    if (known?.atWrite === atWrite) return known.value as z.infer<Schema> | null
    const text = (this.#select.get(name) as string | undefined) ?? null
    const value = known?.text === text ? known.value : parsed(text, schema)
    this.#read.set(name, { text, schema, value, atWrite })
    return value as z.infer<Schema> | null
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
    return this.get(name, counter) ?? 0
  }
}

function parsed(text: string | null, schema: z.ZodType): unknown {
  if (text === null) return null
  const { success, data } = schema.safeParse(JSON.parse(text))
  return success ? data : null
}

const counter = z.number().int()
