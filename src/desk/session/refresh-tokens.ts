import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { and, eq, isNull, lt } from 'drizzle-orm'
import type { ConsoleId, SpaceId, UserId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { Db, Sql } from '../db/db.ts'
import { typed } from '../db/drizzle-on.ts'
import { refreshTokens } from '../db/schema.ts'

/** A console that was not used for longer asks for the password again; longer than the 72 h of offline work. */
export const refreshMs = 7 * 24 * 3_600_000
/**
 * The answer to a refresh may be lost on the way. The same console may ask again with the token it still has for
 * this long, as long as nobody used what the lost answer carried.
 */
export const lostAnswerMs = 20_000

export interface Holder {
  spaceId: SpaceId
  userId: UserId
  consoleId: ConsoleId
}

export type Refreshed =
  | { answer: 'fresh'; holder: Holder; refresh: string; refreshUntil: Instant }
  | { answer: 'refused'; why: 'unknown' | 'expired' | 'revoked' | 'otherConsole' | 'reused' }

/** Opaque one-use tokens in families, one family a sign-in; kept as hashes. */
export class RefreshTokens {
  readonly #db: Db
  constructor(db: Db) {
    this.#db = db
  }

  /** Begins a family. */
  async begin(holder: Holder, now: Instant): Promise<{ refresh: string; refreshUntil: Instant }> {
    return await this.#issue(this.#db, randomUUID(), holder, now)
  }

  /** Exchanges a token for the next of its family. A second use by anybody ends the family. */
  async exchange(token: string, consoleId: ConsoleId, now: Instant): Promise<Refreshed> {
    return await this.#db.transaction(async (tx): Promise<Refreshed> => {
      const sql = typed(tx)
      const [row] = await sql
        .select()
        .from(refreshTokens)
        .where(eq(refreshTokens.hash, hashOf(token)))
        .for('update')
      if (row === undefined) return { answer: 'refused', why: 'unknown' }
      if (row.revokedAt !== null) return { answer: 'refused', why: 'revoked' }
      if (row.expiresAt <= now) return { answer: 'refused', why: 'expired' }
      if (
        row.consoleId !== consoleId ||
        (row.usedAt !== null && !(await this.#answerWasLost(tx, row, now)))
      ) {
        await sql
          .update(refreshTokens)
          .set({ revokedAt: now })
          .where(and(eq(refreshTokens.family, row.family), isNull(refreshTokens.revokedAt)))
        return { answer: 'refused', why: row.consoleId === consoleId ? 'reused' : 'otherConsole' }
      }
      const holder = { spaceId: row.spaceId, userId: row.userId, consoleId } as Holder
      const next = await this.#issue(tx, row.family, holder, now)
      if (row.successor !== null) {
        await sql.update(refreshTokens).set({ revokedAt: now }).where(eq(refreshTokens.hash, row.successor))
      }
      await sql
        .update(refreshTokens)
        .set({ usedAt: row.usedAt ?? now, successor: hashOf(next.refresh) })
        .where(eq(refreshTokens.hash, row.hash))
      return { answer: 'fresh', holder, ...next }
    })
  }

  /** Ends the family of a token: sign-out. An unknown token is nobody's session: nothing to do. */
  async end(token: string, now: Instant): Promise<void> {
    const sql = typed(this.#db)
    const [row] = await sql
      .select()
      .from(refreshTokens)
      .where(eq(refreshTokens.hash, hashOf(token)))
    if (row === undefined) return
    await sql.update(refreshTokens).set({ revokedAt: now }).where(eq(refreshTokens.family, row.family))
  }

  /** Ends every session of a user: switched off, or a new password. */
  async endAll(spaceId: SpaceId, userId: UserId, now: Instant): Promise<void> {
    await typed(this.#db)
      .update(refreshTokens)
      .set({ revokedAt: now })
      .where(
        and(
          eq(refreshTokens.spaceId, spaceId),
          eq(refreshTokens.userId, userId),
          isNull(refreshTokens.revokedAt),
        ),
      )
  }

  async forgetOld(now: Instant): Promise<void> {
    await typed(this.#db).delete(refreshTokens).where(lt(refreshTokens.expiresAt, now))
  }

  async #answerWasLost(
    tx: Sql,
    row: { usedAt: number | null; successor: string | null },
    now: Instant,
  ): Promise<boolean> {
    if (row.usedAt === null || row.successor === null || now - row.usedAt > lostAnswerMs) return false
    const [next] = await typed(tx).select().from(refreshTokens).where(eq(refreshTokens.hash, row.successor))
    return next !== undefined && next.usedAt === null
  }

  async #issue(sql: Sql, family: string, holder: Holder, now: Instant) {
    const refresh = randomBytes(32).toString('base64url')
    const refreshUntil = now + refreshMs
    await typed(sql)
      .insert(refreshTokens)
      .values({ hash: hashOf(refresh), family, ...holder, issuedAt: now, expiresAt: refreshUntil })
    return { refresh, refreshUntil }
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
