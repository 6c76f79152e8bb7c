import type { Statement } from 'better-sqlite3'
import type { IntentKey, UserId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import { type Intent, intent as intentSchema } from '#domain/intent/intent.ts'
import { type Refusal, refusal as refusalSchema } from '#domain/intent/refusal.ts'
import { intentVersion, upcastIntent } from '#domain/intent/upcast-intent.ts'
import { Emitter } from '#shared/emitter.ts'
import { isDiskFull, type Sqlite } from '../files/encrypted-db.ts'
import { DiskFull } from './disk-full.ts'

/**
 *   pending ──desk applied it──▶ applied ──its effect came by the feed──▶ confirmed (kept 72 h)
 *      └────desk refused it────▶ refused ──the person gave it up or sent it anew──▶ discarded (kept 72 h)
 */
export type ChangeState = 'pending' | 'applied' | 'confirmed' | 'refused' | 'discarded'

/** One change of a person, numbered for its console. */
export interface Change {
  n: number
  key: IntentKey
  intent: Intent
  madeAt: Instant
  userId: UserId
  about: string
  state: ChangeState
  refusal: Refusal | null
}

export interface NewChange {
  key: IntentKey
  intent: Intent
  madeAt: Instant
  userId: UserId
  about: string
}

/** The lowest and the highest number of some changes. */
export interface AppliedRange {
  first: number
  last: number
}

/** A desk restored from a backup may ask for what it had already taken: so long it can be sent again. */
const keptMs = 72 * 3_600_000

/** Beyond any number a console will ever give. */
const farAway = 1_000_000_000_000

interface Row {
  n: number
  key: IntentKey
  version: number
  intent: string
  madeAt: Instant
  userId: UserId
  about: string
  state: ChangeState
  refusal: string | null
}

/** Said in so many words, so that the index of unsettled changes is used: the settled ones of 72 h are thousands. */
const unsettled = `state in ('pending', 'applied', 'refused')`
const columns = 'n, key, version, intent, made_at as madeAt, user_id as userId, about, state, refusal'

/** The precious file's changes. Every write is one durable commit (synchronous FULL) before it answers. */
export class Outbox {
  readonly #db: Sqlite
  readonly #insert: Statement
  readonly #unsettled: Statement
  readonly #from: Statement
  readonly #one: Statement
  readonly #settle: Statement
  readonly #confirm: Statement
  readonly #counts: Statement
  readonly #lastN: Statement
  readonly #appliedRange: Statement
  readonly #lastSettled: Statement
  /** Intents that were read and checked already: what stands under a key never changes. */
  readonly #known = new Map<IntentKey, Intent>()
  /** The answer of `applied` since the last write; undefined: to be asked. */
  #applied: AppliedRange | null | undefined
  #writes = 0
  /** Told after every commit that changed something. */
  readonly changed = new Emitter<{ added: Change[] }>()

  constructor(db: Sqlite) {
    this.#db = db
    this.#insert = db.prepare(
      `insert into change (n, key, kind, version, intent, made_at, user_id, about, state)
         values (@n, @key, @kind, ${intentVersion}, @intent, @madeAt, @userId, @about, 'pending')`,
    )
    this.#unsettled = db.prepare(
      `select ${columns} from change where state in ('pending', 'applied', 'refused') order by n`,
    )
    // SQLite plans a statement anew each time a bare "limit ?" is bound: ten times the work of the answer.
    this.#from = db.prepare(
      `select ${columns} from change where ${unsettled} and state = 'pending' order by n limit ? + 0`,
    )
    this.#one = db.prepare(`select ${columns} from change where n = ?`)
    this.#settle = db.prepare('update change set state = ?, refusal = ?, settled_at = ? where n = ?')
    this.#confirm = db.prepare(
      `update change set state = 'confirmed', settled_at = ? where ${unsettled} and state = 'applied' and n <= ?`,
    )
    this.#counts = db.prepare(
      `select coalesce(sum(state in ('pending', 'applied')), 0) as pending,
              coalesce(sum(state = 'refused'), 0) as refused
         from change where state in ('pending', 'applied', 'refused')`,
    )
    this.#lastN = db.prepare('select coalesce(max(n), 0) from change').pluck()
    this.#appliedRange = db.prepare(
      `select min(n) as first, max(n) as last from change where ${unsettled} and state = 'applied'`,
    )
    this.#lastSettled = db.prepare(`select coalesce(max(n), 0) from change where state <> 'pending'`).pluck()
  }

  /**
   * Adds changes under the next numbers, with what else must be durable together with them (`also`), in one commit.
   * Throws `DiskFull` when there is no room: nothing was kept then.
   */
  append(changes: readonly NewChange[], also: () => void = () => {}): Change[] {
    const added = this.write(() => {
      let n = Math.max(this.#lastN.get() as number, this.#floor())
      also()
      return changes.map((change): Change => {
        n += 1
        const { intent, ...rest } = change
        this.#insert.run({ ...rest, n, kind: intent.kind, intent: JSON.stringify(intent) })
        return { ...change, n, state: 'pending', refusal: null }
      })
    })
    this.changed.emit({ added })
    return added
  }

  /** What the optimistic view and the tray are made of, in order. */
  unsettled(): Change[] {
    const changes = (this.#unsettled.all() as Row[]).map((row) => this.#changeOf(row))
    this.#known.clear()
    for (const { key, intent } of changes) this.#known.set(key, intent)
    return changes
  }

  /** The next to be sent, in order. */
  toSend(limit: number): Change[] {
    const changes = (this.#from.all(limit) as Row[]).map((row) => this.#changeOf(row))
    for (const { key, intent } of changes) this.#known.set(key, intent)
    return changes
  }

  get(n: number): Change | null {
    const row = this.#one.get(n) as Row | undefined
    return row ? this.#changeOf(row) : null
  }

  counts(): { pending: number; refused: number } {
    return this.#counts.get() as { pending: number; refused: number }
  }

  /** The desk's word on changes it took, in one commit. */
  settle(outcomes: readonly { n: number; refusal: Refusal | null }[], at: Instant): void {
    this.write(() => {
      for (const { n, refusal } of outcomes) {
        this.#settle.run(refusal ? 'refused' : 'applied', refusal && JSON.stringify(refusal), at, n)
      }
    })
    this.changed.emit({ added: [] })
  }

  /** Effects up to `lastN` are in the rows of every feed. Answers whether any change was waiting for it. */
  confirm(lastN: number, at: Instant): boolean {
    const confirmed = this.write(() => this.#confirm.run(at, lastN).changes)
    if (confirmed > 0) this.changed.emit({ added: [] })
    return confirmed > 0
  }

  /** A person gave it up, or what becomes of it (`also`) is kept in the same commit. */
  discard(n: number, at: Instant, also: () => void = () => {}): void {
    this.write(() => {
      this.#settle.run('discarded', null, at, n)
      also()
    })
    this.changed.emit({ added: [] })
  }

  /** Numbers of the changes the desk applied whose effect has not come by the feeds; null: none waits. */
  applied(): AppliedRange | null {
    // Asked at every page of every feed.
    if (this.#applied === undefined) {
      const { first, last } = this.#appliedRange.get() as { first: number | null; last: number | null }
      this.#applied = first === null || last === null ? null : { first, last }
    }
    return this.#applied
  }

  /** Numbers given so far, and the highest of them the desk gave its word on. */
  numbers(): { last: number; settled: number } {
    return {
      last: Math.max(this.#lastN.get() as number, this.#floor()),
      settled: this.#lastSettled.get() as number,
    }
  }

  /**
   * The desk waits for `expected`, which is not our next. Behind us (restored from a backup): what it forgot is sent
   * again under the same keys. Where numbers are gone (older than 72 h, or this file is new) the rest is numbered
   * anew: the key, not the number, says which change it is. Refused ones keep out of the way below zero.
   */
  align(expected: number): void {
    this.write(() => {
      const db = this.#db
      const numbers = (where: string) => {
        const found = db.prepare(`select n from change where ${where} order by n`).pluck()
        return found.all({ expected }) as number[]
      }
      db.prepare(
        `update change set state = 'pending', settled_at = null
           where n >= ? and state in ('applied', 'confirmed')`,
      ).run(expected)
      const parked = numbers(`n >= @expected and state in ('refused', 'discarded')`)
      const pending = numbers(`state = 'pending' and @expected > 0`)
      const lowest = Math.min(0, db.prepare('select coalesce(min(n), 0) from change').pluck().get() as number)
      const move = db.prepare('update change set n = ? where n = ?')
      parked.forEach((n, at) => {
        move.run(lowest - 1 - at, n)
      })
      // Through numbers nobody has, so that no two rows hold one on the way.
      pending.forEach((n, at) => {
        move.run(expected + at + farAway, n)
      })
      db.prepare('update change set n = n - ? where n > ?').run(farAway, farAway)
      this.#setFloor(expected - 1)
    })
    this.changed.emit({ added: [] })
  }

  /** Forgets settled changes after 72 h. */
  prune(now: Instant): void {
    this.write(() => {
      this.#setFloor(Math.max(this.#floor(), this.#lastN.get() as number))
      this.#db
        .prepare(`delete from change where state in ('confirmed', 'discarded') and settled_at < ?`)
        .run(now - keptMs)
    })
  }

  /** Forgets every change but those the desk still has to take, and overwrites where they lay. */
  forgetSettled(also: () => void): void {
    this.#db.pragma('secure_delete=on')
    this.write(() => {
      this.#setFloor(Math.max(this.#floor(), this.#lastN.get() as number))
      this.#db.exec(`delete from change where state <> 'pending'`)
      also()
    })
    this.#db.pragma('secure_delete=off')
    this.#db.pragma('wal_checkpoint(truncate)')
    this.changed.emit({ added: [] })
  }

  /** Another space: numbers begin anew under another console id. Only when nothing waits. */
  beginAnew(also: () => void): void {
    this.write(() => {
      this.#db.exec('delete from change')
      this.#setFloor(0)
      also()
    })
    this.changed.emit({ added: [] })
  }

  /** Runs a write in one durable commit; no room on the disk becomes `DiskFull`. Nested writes join the outer one. */
  write<Answer>(run: () => Answer): Answer {
    this.#writes += 1
    if (this.#db.inTransaction) return run()
    try {
      return this.#db.transaction(run)()
    } catch (error) {
      if (isDiskFull(error)) throw new DiskFull({ cause: error })
      throw error
    } finally {
      // Once more: what was read on the way may have been taken back.
      this.#writes += 1
      this.#applied = undefined
    }
  }

  /** Moves with every write into the file: what was read at the same number still stands. */
  get writes(): number {
    return this.#writes
  }

  /** Numbers up to this one were used, even if their rows are pruned. */
  #floor(): number {
    return Number(this.#db.prepare(`select value from kept where key = 'n-floor'`).pluck().get() ?? 0)
  }

  #setFloor(n: number): void {
    this.#db.prepare(`insert or replace into kept (key, value) values ('n-floor', ?)`).run(String(n))
  }

  #changeOf({ version, intent, ...row }: Row): Change {
    return {
      ...row,
      intent: this.#known.get(row.key) ?? intentOf(intent, version),
      refusal: row.refusal === null ? null : refusalSchema.parse(JSON.parse(row.refusal)),
    }
  }
}

/** A change an older Pult wrote is read as today's; where that is too long ago it is tried as it stands. */
function intentOf(text: string, version: Row['version']): Intent {
  const raw: unknown = JSON.parse(text)
  const upcast = upcastIntent(raw, version)
  return intentSchema.parse(upcast.ok ? upcast.value : raw)
}
