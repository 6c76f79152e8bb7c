import { bigint, boolean, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { Presence } from '#wire/board.ts'

/**
 * The tables the query builder reads and writes; the SQL of the migrations makes them, and a test compares the two.
 * Entity tables, the feed and the intents are the hot paths: their statements are written by hand where they run.
 */
const ms = (name: string) => bigint(name, { mode: 'number' })

export const spaces = pgTable('spaces', {
  spaceId: text('space_id').primaryKey(),
  name: text('name').notNull(),
  timeZone: text('time_zone').notNull(),
})

export const deskKeys = pgTable('desk_keys', {
  name: text('name').primaryKey(),
  secret: text('secret').notNull(),
})

export const userSecrets = pgTable('user_secrets', {
  /** Lower case, unique over all spaces: a sign-in names no space. */
  login: text('login').primaryKey(),
  spaceId: text('space_id').notNull(),
  userId: text('user_id').notNull(),
  /** argon2id in its encoded form, with salt and parameters. */
  password: text('password').notNull(),
  changedAt: ms('changed_at').notNull(),
})

export const refreshTokens = pgTable('refresh_tokens', {
  /** SHA-256 of the token: the table gives nobody a session. */
  hash: text('hash').primaryKey(),
  family: text('family').notNull(),
  spaceId: text('space_id').notNull(),
  userId: text('user_id').notNull(),
  consoleId: text('console_id').notNull(),
  issuedAt: ms('issued_at').notNull(),
  expiresAt: ms('expires_at').notNull(),
  usedAt: ms('used_at'),
  /** Hash of the token it was exchanged for. */
  successor: text('successor'),
  revokedAt: ms('revoked_at'),
})

export const signInTries = pgTable('sign_in_tries', {
  bucket: text('bucket').primaryKey(),
  failures: integer('failures').notNull(),
  firstAt: ms('first_at').notNull(),
  lastAt: ms('last_at').notNull(),
})

export const consoles = pgTable('consoles', {
  spaceId: text('space_id').notNull(),
  consoleId: text('console_id').notNull(),
  code: text('code').notNull(),
  lastN: ms('last_n').notNull().default(0),
  userId: text('user_id'),
  seenAt: ms('seen_at').notNull(),
})

export const presences = pgTable('presence', {
  spaceId: text('space_id').notNull(),
  userId: text('user_id').notNull(),
  state: jsonb('state').$type<Presence>().notNull(),
  heardAt: ms('heard_at').notNull(),
})

export const pbxStates = pgTable('pbx_state', {
  spaceId: text('space_id').primaryKey(),
  at: ms('at').notNull(),
  live: boolean('live').notNull(),
  rows: jsonb('rows').$type<unknown>().notNull(),
})
