import type { User } from '#domain/directory/staff.ts'
import type { Shape } from '#domain/entities.ts'
import { type ConsoleId, spaceId as spaceIdSchema, userId as userIdSchema } from '#domain/ids.ts'
import { ok, type Result, refuse } from '#shared/result.ts'
import type { Hello, Tokens } from '#wire/session.ts'
import type { Db } from '../db/db.ts'
import type { Metrics } from '../http/metrics.ts'
import type { AccessTokens } from './access-tokens.ts'
import { noteWiped, registerConsole, seeConsole } from './consoles.ts'
import type { Passwords } from './passwords.ts'
import { type Holder, RefreshTokens } from './refresh-tokens.ts'
import { feedsOf, type RoleFeeds } from './role-feeds.ts'
import { findSpace } from './spaces.ts'
import { Throttle } from './throttle.ts'
import { findSecret, findUser, loginOf } from './users.ts'

/** Who is asking, checked against the user's row as it is now. */
export interface Caller {
  user: User
  spaceId: Holder['spaceId']
  /** When the access token runs out. */
  until: number
}

export type SignInRefusal = { code: 'wrongPassword' } | { code: 'tooManyTries'; retryAfterS: number }

export interface SessionPorts {
  db: Db
  now: () => number
  metrics: Metrics
  accessTokens: AccessTokens
  passwords: Passwords
  /** Absent: every role follows every feed. */
  roleFeeds?: RoleFeeds
}

/** Sign-in, refresh, sign-out and who a token belongs to. */
export class Sessions {
  readonly #ports: SessionPorts
  readonly #refresh: RefreshTokens
  readonly #throttle: Throttle

  constructor(ports: SessionPorts) {
    this.#ports = ports
    this.#refresh = new RefreshTokens(ports.db)
    this.#throttle = new Throttle(ports.db)
  }

  /** Feeds a role may follow. */
  shapesOf(role: User['role']): readonly Shape[] {
    return feedsOf(this.#ports.roleFeeds ?? {}, role)
  }

  /** `address`: where the request came from, for counting wrong passwords. */
  async signIn(
    request: { login: string; password: string; consoleId: ConsoleId },
    address: string,
  ): Promise<Result<{ tokens: Tokens; hello: Hello }, SignInRefusal>> {
    const { db, now, passwords, metrics } = this.#ports
    const login = loginOf(request.login)
    const retryAfterS = await this.#throttle.waitS(login, address, now())
    if (retryAfterS > 0) {
      metrics.count('pult_sign_ins_total', { result: 'throttled' })
      return refuse({ code: 'tooManyTries', retryAfterS })
    }
    const secret = await findSecret(db, login)
    const right = await passwords.verify(request.password, secret?.password ?? null)
    const spaceId = spaceIdSchema.parse(secret?.spaceId ?? '-')
    const user = secret === null ? null : await findUser(db, spaceId, userIdSchema.parse(secret.userId))
    if (!right || user === null || !user.active) {
      await this.#throttle.failed(login, address, now())
      metrics.count('pult_sign_ins_total', { result: 'wrong' })
      return refuse({ code: 'wrongPassword' })
    }
    await this.#throttle.passed(login, address)
    metrics.count('pult_sign_ins_total', { result: 'ok' })
    const holder: Holder = { spaceId, userId: user.id, consoleId: request.consoleId }
    const refresh = await this.#refresh.begin(holder, now())
    const access = await this.#ports.accessTokens.sign(holder, now())
    return ok({
      tokens: { ...access, ...refresh },
      hello: await this.hello({ user, spaceId, until: access.accessUntil }, request.consoleId),
    })
  }

  /** The next pair of tokens, or null: sign in again. */
  async refresh(token: string, consoleId: ConsoleId): Promise<Tokens | null> {
    const { db, now, metrics, accessTokens } = this.#ports
    const refreshed = await this.#refresh.exchange(token, consoleId, now())
    metrics.count('pult_refreshes_total', {
      result: refreshed.answer === 'fresh' ? 'ok' : refreshed.why,
    })
    if (refreshed.answer === 'refused') return null
    const { holder, refresh, refreshUntil } = refreshed
    const user = await findUser(db, holder.spaceId, holder.userId)
    if (user === null || !user.active) {
      await this.#refresh.endAll(holder.spaceId, holder.userId, now())
      return null
    }
    return { ...(await accessTokens.sign(holder, now())), refresh, refreshUntil }
  }

  signOut(token: string): Promise<void> {
    return this.#refresh.end(token, this.#ports.now())
  }

  /** The caller of `authorization: Bearer …`, or null. The user's row decides, not the token: roles change. */
  async callerOf(authorization: string | undefined): Promise<Caller | null> {
    const { db, now, accessTokens } = this.#ports
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1]
    if (token === undefined) return null
    const bearer = await accessTokens.read(token, now())
    if (bearer === null) return null
    const user = await findUser(db, bearer.spaceId, bearer.userId)
    return user?.active === true ? { user, spaceId: bearer.spaceId, until: bearer.until } : null
  }

  async hello({ user, spaceId }: Caller, consoleId: ConsoleId): Promise<Hello> {
    const { db, now } = this.#ports
    const space = await findSpace(db, spaceId)
    const at = { spaceId, userId: user.id, consoleId }
    const { code, lastN, wipe } = await registerConsole(db, at, now())
    await seeConsole(db, at, now())
    return {
      user,
      spaceId,
      spaceName: space?.name ?? '',
      shapes: [...this.shapesOf(user.role)],
      consoleCode: code,
      lastN,
      deskTime: now(),
      wipe,
    }
  }

  /** The console has emptied itself, as it was asked to. */
  async wiped({ spaceId }: Caller, consoleId: ConsoleId): Promise<void> {
    await noteWiped(this.#ports.db, { spaceId, consoleId }, this.#ports.now())
  }

  /** Housekeeping: what has run out. */
  async forgetOld(): Promise<void> {
    await this.#refresh.forgetOld(this.#ports.now())
    await this.#throttle.forgetOld(this.#ports.now())
  }
}
