import { createHash } from 'node:crypto'
import { eq, inArray, lt, sql } from 'drizzle-orm'
import type { Instant } from '#domain/instant.ts'
import type { Db } from '../db/db.ts'
import { typed } from '../db/drizzle-on.ts'
import { signInTries } from '../db/schema.ts'

/**
 * How many wrong passwords are free, and the wait after each further one (doubling from 30 s). Strict for one login
 * from one address; wider for a login from anywhere, so that a stranger cannot lock a dispatcher out with five
 * tries; widest for an address, behind which a whole call centre may sit.
 */
const free = { pair: 5, login: 30, address: 100 } as const
const firstWaitMs = 30_000
const longestWaitMs = 15 * 60_000
/** Failures older than that no longer count. */
const forgetMs = 60 * 60_000

type Scope = keyof typeof free
const scopes: readonly Scope[] = ['pair', 'login', 'address']

/** Counts failed sign-ins in the database, so that all nodes count together. Buckets hold hashes, never a login. */
export class Throttle {
  readonly #db: Db
  constructor(db: Db) {
    this.#db = db
  }

  /** Seconds to wait before the next try is looked at, 0: none. */
  async waitS(login: string, address: string, now: Instant): Promise<number> {
    const buckets = bucketsOf(login, address)
    const rows = await typed(this.#db)
      .select()
      .from(signInTries)
      .where(inArray(signInTries.bucket, Object.values(buckets)))
    let until = 0
    for (const scope of scopes) {
      const row = rows.find(({ bucket }) => bucket === buckets[scope])
      if (row === undefined || row.lastAt < now - forgetMs) continue
      const over = row.failures - free[scope]
      if (over < 0) continue
      until = Math.max(until, row.lastAt + Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(over, 10)))
    }
    return Math.max(0, Math.ceil((until - now) / 1000))
  }

  async failed(login: string, address: string, now: Instant): Promise<void> {
    const rows = Object.values(bucketsOf(login, address)).map((bucket) => ({
      bucket,
      failures: 1,
      firstAt: now,
      lastAt: now,
    }))
    await typed(this.#db)
      .insert(signInTries)
      .values(rows)
      .onConflictDoUpdate({
        target: signInTries.bucket,
        set: {
          failures: sql`case when ${signInTries.lastAt} < ${now - forgetMs}::bigint then 1 else ${signInTries.failures} + 1 end`,
          lastAt: now,
        },
      })
  }

  /** The right password clears what stands against this login at this address. */
  async passed(login: string, address: string): Promise<void> {
    await typed(this.#db)
      .delete(signInTries)
      .where(eq(signInTries.bucket, bucketsOf(login, address).pair))
  }

  async forgetOld(now: Instant): Promise<void> {
    await typed(this.#db)
      .delete(signInTries)
      .where(lt(signInTries.lastAt, now - forgetMs))
  }
}

function bucketsOf(login: string, address: string): Record<Scope, string> {
  const bucket = (scope: Scope, ...parts: string[]) =>
    `${scope}:${createHash('sha256').update(parts.join('\n')).digest('base64url')}`
  return {
    pair: bucket('pair', login, address),
    login: bucket('login', login),
    address: bucket('address', address),
  }
}
