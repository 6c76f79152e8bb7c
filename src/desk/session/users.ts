import { eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { type User, user as userSchema } from '#domain/directory/staff.ts'
import { type SpaceId, type UserId, userId as userIdSchema } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { Db, Sql } from '../db/db.ts'
import { typed } from '../db/drizzle-on.ts'
import { writeRows } from '../db/rows.ts'
import { userSecrets } from '../db/schema.ts'
import { FeedWriter } from '../feed/feed-writer.ts'
import type { Passwords } from './passwords.ts'

/** A short password is guessed offline from a stolen table; the length is what helps. */
export const passwordMin = 8

export class UserRefused extends Error {
  override readonly name = 'UserRefused'
}

export type NewUser = Pick<User, 'login' | 'name' | 'role'> &
  Partial<Pick<User, 'id' | 'teamIds' | 'extension' | 'active'>> & { password: string }

export const loginOf = (typedIn: string) => typedIn.trim().toLowerCase()

/**
 * Makes a user who can sign in; their public row goes to every console of the space. Throws `UserRefused` for a
 * login that is taken and a password that is too short.
 */
export async function createUser(
  db: Db,
  passwords: Pick<Passwords, 'hash'>,
  spaceId: SpaceId,
  { password, ...fields }: NewUser,
  at: Instant,
): Promise<User> {
  const user = userSchema.parse({
    teamIds: [],
    extension: null,
    active: true,
    ...fields,
    id: fields.id ?? v7(),
    login: fields.login.trim(),
    v: 1,
  })
  const hash = await hashed(passwords, password)
  await db.transaction(async (tx) => {
    await refuseTaken(tx, user.login)
    await writeRows(tx, spaceId, [{ entity: 'user', row: user }])
    await new FeedWriter(tx, spaceId, at).put([{ entity: 'user', row: user }])
    await typed(tx)
      .insert(userSecrets)
      .values({ login: loginOf(user.login), spaceId, userId: user.id, password: hash, changedAt: at })
  })
  return user
}

/** Gives a user that is already among the rows (a demo company) a password. Replaces the one they had. */
export async function setPassword(
  db: Db,
  passwords: Pick<Passwords, 'hash'>,
  spaceId: SpaceId,
  { login, userId, password }: { login: string; userId: UserId; password: string },
  at: Instant,
): Promise<void> {
  const hash = await hashed(passwords, password)
  await typed(db)
    .insert(userSecrets)
    .values({ login: loginOf(login), spaceId, userId, password: hash, changedAt: at })
    .onConflictDoUpdate({ target: userSecrets.login, set: { password: hash, changedAt: at } })
}

export async function findUser(sql: Sql, spaceId: SpaceId, userId: UserId): Promise<User | null> {
  const [row] = await sql.query<{ row: User }>(
    'select row from users where space_id = $1 and id = $2',
    [spaceId, userIdSchema.parse(userId)],
    { prepared: true },
  )
  return row?.row ?? null
}

export async function findSecret(db: Db, login: string) {
  const [secret] = await typed(db)
    .select()
    .from(userSecrets)
    .where(eq(userSecrets.login, loginOf(login)))
  return secret ?? null
}

async function hashed(passwords: Pick<Passwords, 'hash'>, password: string): Promise<string> {
  if (password.length < passwordMin)
    throw new UserRefused(`a password has at least ${passwordMin} characters`)
  return await passwords.hash(password)
}

async function refuseTaken(tx: Sql, login: string): Promise<void> {
  const [taken] = await typed(tx)
    .select()
    .from(userSecrets)
    .where(eq(userSecrets.login, loginOf(login)))
  if (taken !== undefined) throw new UserRefused(`the login ${login} is taken`)
}
