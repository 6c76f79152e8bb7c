import type { ConsoleId, SpaceId, UserId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import { nextCount } from '../db/counters.ts'
import type { Db } from '../db/db.ts'

export interface KnownConsole {
  code: string
  lastN: number
  /** It is to empty itself. */
  wipe: boolean
}

/** No I and O: they are told over the phone and read as 1 and 0. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ'

/** The nth console's code: A1, B1 … Z1, A2 …; four characters are enough for 23,976 consoles of a space. */
export function consoleCodeOf(nth: number): string {
  return `${letters[(nth - 1) % letters.length]}${Math.floor((nth - 1) / letters.length) + 1}`
}

/** Finds a console, or registers one that was never here; its code is its own for ever. */
export async function registerConsole(
  db: Db,
  { spaceId, userId, consoleId }: { spaceId: SpaceId; userId: UserId; consoleId: ConsoleId },
  at: Instant,
): Promise<KnownConsole> {
  const known = await find(db, spaceId, consoleId)
  if (known !== null) return known
  await db.transaction(async (tx) => {
    const code = consoleCodeOf(await nextCount(tx, spaceId, 'consoleCode'))
    await tx.query(
      `insert into consoles (space_id, console_id, code, user_id, seen_at) values ($1, $2, $3, $4, $5)
       on conflict (space_id, console_id) do nothing`,
      [spaceId, consoleId, code, userId, at],
    )
  })
  const made = await find(db, spaceId, consoleId)
  if (made === null) throw new Error('the console could not be registered')
  return made
}

/** Who sits at the console now, for IT's list of workstations. */
export async function seeConsole(
  db: Db,
  { spaceId, userId, consoleId }: { spaceId: SpaceId; userId: UserId; consoleId: ConsoleId },
  at: Instant,
): Promise<void> {
  await db.query('update consoles set user_id = $3, seen_at = $4 where space_id = $1 and console_id = $2', [
    spaceId,
    consoleId,
    userId,
    at,
  ])
}

async function find(db: Db, spaceId: SpaceId, consoleId: ConsoleId): Promise<KnownConsole | null> {
  const [row] = await db.query<{ code: string; last_n: number; wipe: boolean }>(
    'select code, last_n, wipe_asked_at is not null as wipe from consoles where space_id = $1 and console_id = $2',
    [spaceId, consoleId],
  )
  return row === undefined ? null : { code: row.code, lastN: row.last_n, wipe: row.wipe }
}

/** A workstation as IT lists it. Times are ms since the epoch. */
export interface ListedConsole {
  code: string
  login: string | null
  seenAt: Instant
  wipeAskedAt: Instant | null
  wipedAt: Instant | null
}

/** Every workstation that ever signed in, the last seen first. */
export async function listConsoles(db: Db, spaceId: SpaceId): Promise<ListedConsole[]> {
  return await db.query<ListedConsole & Record<string, unknown>>(
    `select code, login, seen_at as "seenAt", wipe_asked_at as "wipeAskedAt", wiped_at as "wipedAt"
       from consoles left join users on users.space_id = consoles.space_id and users.id = consoles.user_id
      where consoles.space_id = $1 order by seen_at desc`,
    [spaceId],
  )
}

/** Asks a workstation to empty itself at its next word with the desk. False: there is none of that code. */
export async function askWipe(db: Db, spaceId: SpaceId, code: string, at: Instant): Promise<boolean> {
  const asked = await db.query(
    'update consoles set wipe_asked_at = $3, wiped_at = null where space_id = $1 and code = $2 returning code',
    [spaceId, code.toUpperCase(), at],
  )
  return asked.length > 0
}

/** The workstation said that it has emptied itself. */
export async function noteWiped(
  db: Db,
  { spaceId, consoleId }: { spaceId: SpaceId; consoleId: ConsoleId },
  at: Instant,
): Promise<void> {
  await db.query(
    `update consoles set wipe_asked_at = null, wiped_at = $3
      where space_id = $1 and console_id = $2 and wipe_asked_at is not null`,
    [spaceId, consoleId, at],
  )
}
