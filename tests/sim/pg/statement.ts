import type { Pg, Tx } from './pg.ts'

/** A statement under way: what it sees is what is committed now and what its own transaction wrote. */
export interface Asked {
  pg: Pg
  tx: Tx
  params: readonly unknown[]
  /** Groups of the pattern its text was recognised by. */
  words: RegExpExecArray
  /** ms since the epoch. */
  now: number
}

export type SqlRow = Record<string, unknown>

/** One text the desk sends, recognised by its words, and what PostgreSQL does for it. */
export interface Statement {
  pattern: RegExp
  /** Rows that must be ours first, in this order. */
  locks?: (asked: Asked) => string[]
  run: (asked: Asked) => SqlRow[]
}

export type Statements = Readonly<Record<string, Statement>>

/** A statement the desk sends and the model does not know: the model has to learn it. */
export class UnknownStatement extends Error {
  override readonly name = 'UnknownStatement'
}

/** Finds the statement behind a text; texts are few and repeat. */
export class StatementBook {
  readonly #statements: Statements
  readonly #found = new Map<string, { statement: Statement; words: RegExpExecArray }>()

  constructor(statements: Statements) {
    this.#statements = statements
  }

  find(text: string): { statement: Statement; words: RegExpExecArray } {
    const known = this.#found.get(text)
    if (known !== undefined) return known
    const plain = text.replace(/\s+/g, ' ').trim()
    for (const statement of Object.values(this.#statements)) {
      const words = statement.pattern.exec(plain)
      if (words === null) continue
      const found = { statement, words }
      this.#found.set(text, found)
      return found
    }
    throw new UnknownStatement(`the model of PostgreSQL does not know: ${plain}`)
  }
}
