import { setTimeout as wait } from 'node:timers/promises'
import { shapes } from '#domain/entities.ts'
import { spaceId } from '#domain/ids.ts'
import { forgetUnused } from '../attachments/forget-unused.ts'
import type { Db } from '../db/db.ts'
import type { DeskLog } from '../http/desk-log.ts'
import type { Sessions } from '../session/sessions.ts'
import { compactFeed, dropTombstones, tombstoneMs } from './compact-feed.ts'
import { evictClosed } from './evict-closed.ts'

const everyMs = 3_600_000
/** Any number, the same for every node: one keeps house, the others leave it. */
const houseLock = 7_411_204

/** The hourly jobs: evict, compact, drop old tombstones, forget old results and sessions. */
export async function keepHouse(db: Db, sessions: Sessions, log: DeskLog, now: () => number): Promise<void> {
  const spaces = await db.query<{ space_id: string }>('select space_id from spaces')
  for (const row of spaces) {
    const space = spaceId.parse(row.space_id)
    const evicted = await evictClosed(db, space, now())
    let compacted = 0
    let dropped = 0
    for (const shape of shapes) {
      compacted += await compactFeed(db, space, shape, now())
      dropped += await dropTombstones(db, space, shape, now())
    }
    // A console away for longer than the tombstones live starts from nothing, its old intents answered long ago.
    await db.query('delete from intent_results where at < $1', [now() - tombstoneMs])
    const unusedFiles = await forgetUnused(db, space, now())
    log.info({ event: 'housekeeping', evicted, compacted, dropped, unusedFiles })
  }
  await sessions.forgetOld()
}

/** Runs the jobs every hour until `signal` aborts. A failure is logged and the next hour tries again. */
export async function keepHouseHourly(
  db: Db,
  sessions: Sessions,
  log: DeskLog,
  now: () => number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await wait(everyMs, undefined, { signal, ref: false })
    } catch {
      return
    }
    try {
      await (db.alone?.(houseLock, keepIfDue) ?? keepIfDue())
    } catch (error) {
      log.fault('housekeeping', error)
    }
  }

  async function keepIfDue(): Promise<void> {
    // One node an hour: the others find that it was done lately.
    const [lock] = await db.query<{ mine: boolean }>(
      `insert into counters (space_id, name, value) values ('-', 'housekeptAt', $1::bigint)
         on conflict (space_id, name) do update set value = excluded.value
           where counters.value <= $1::bigint - $2::bigint
         returning true as mine`,
      [now(), everyMs / 2],
    )
    if (lock?.mine === true) await keepHouse(db, sessions, log, now)
  }
}
