import { randomBytes } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { spaceId, userId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { Db } from '../db/db.ts'
import { typed } from '../db/drizzle-on.ts'
import { deskKeys } from '../db/schema.ts'

/** Short, because an access token cannot be taken back. */
export const accessMs = 10 * 60_000

/** More consoles than one node carries. */
const rememberedMax = 10_000

const claims = z.object({ sub: userId, space: spaceId, exp: z.number() })
export interface Bearer {
  userId: z.infer<typeof userId>
  spaceId: z.infer<typeof spaceId>
  until: Instant
}

/** Signs and reads access tokens (JWT, HS256) with the one key all nodes share through the database. */
export class AccessTokens {
  readonly #key: Uint8Array
  /** Tokens whose signature was checked already, oldest first. */
  readonly #read = new Map<string, Bearer>()
  private constructor(key: Uint8Array) {
    this.#key = key
  }

  /** Makes the key at the first start. */
  static async open(db: Db): Promise<AccessTokens> {
    const sql = typed(db)
    await sql
      .insert(deskKeys)
      .values({ name: 'access', secret: randomBytes(32).toString('base64') })
      .onConflictDoNothing()
    const key = (await sql.select().from(deskKeys)).find(({ name }) => name === 'access')
    if (key === undefined) throw new Error('the desk has no signing key')
    return new AccessTokens(Buffer.from(key.secret, 'base64'))
  }

  async sign(bearer: Omit<Bearer, 'until'>, now: Instant): Promise<{ access: string; accessUntil: Instant }> {
    const accessUntil = now + accessMs
    const access = await new SignJWT({ space: bearer.spaceId })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(bearer.userId)
      .setIssuer('pult-desk')
      .setAudience('pult')
      .setIssuedAt(Math.floor(now / 1000))
      .setExpirationTime(Math.floor(accessUntil / 1000))
      .sign(this.#key)
    return { access, accessUntil }
  }

  /** Whose token this is, or null: not ours, tampered with, or run out. */
  async read(token: string, now: Instant): Promise<Bearer | null> {
    const known = this.#read.get(token)
    if (known !== undefined) return known.until > now ? known : null
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: ['HS256'],
        issuer: 'pult-desk',
        audience: 'pult',
        currentDate: new Date(now),
      })
      const { sub, space, exp } = claims.parse(payload)
      const bearer = { userId: sub, spaceId: space, until: exp * 1000 }
      this.#remember(token, bearer)
      return bearer
    } catch {
      // Every way a token can be bad has the same answer: sign in again.
      return null
    }
  }

  /** A console shows the same token with every request of ten minutes. */
  #remember(token: string, bearer: Bearer): void {
    this.#read.set(token, bearer)
    if (this.#read.size <= rememberedMax) return
    const [oldest] = this.#read.keys()
    if (oldest !== undefined) this.#read.delete(oldest)
  }
}
