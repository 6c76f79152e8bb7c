import type { Shape } from '#domain/entities.ts'
import type { SpaceId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { Db } from '../db/db.ts'

/** Rows of the feed a newer row replaced are kept so long: a console that reads on never meets a hole younger than it. */
export const supersededMs = 24 * 3_600_000
/** A console away for longer begins anew, so that deletions need not be kept for ever. */
export const tombstoneMs = 30 * 24 * 3_600_000
/** Small transactions: a long one holds every console's watermark. */
const batch = 500

/**
 * Drops superseded rows: walks on from where it stopped, and for every change older than a day removes the older
 * changes of the same row. The latest change of each row always stays. Answers how many went.
 */
export async function compactFeed(db: Db, spaceId: SpaceId, shape: Shape, now: Instant): Promise<number> {
  let dropped = 0
  for (;;) {
    const step = await db.transaction(async (tx) => {
      await tx.query('insert into feed_state (space_id, shape) values ($1, $2) on conflict do nothing', [
        spaceId,
        shape,
      ])
      const [walked] = await tx.query<{ upto: string | null; dropped: number }>(
        `with state as (select compacted_tx from feed_state where space_id = $1 and shape = $2 for update),
         page as materialized (
           select c.tx, c.k, c.entity, c.id, c.v from changes c, state
           where c.space_id = $1 and c.shape = $2 and c.tx > state.compacted_tx and c.at < $3
             and c.tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
           -- Whole transactions, however large: the walk goes on after them.
           order by c.tx fetch first $4 rows with ties
         ),
         -- Of two writers of a row the later may have the lower number (it waited for the other): the version tells.
         gone as (
           delete from changes old using page
           where old.space_id = $1 and old.shape = $2 and old.id = page.id and old.entity = page.entity
             and (old.tx, old.k) < (page.tx, page.k) and old.v <= page.v
           returning old.tx
         )
         select (select max(tx) from page)::text as upto,
           (select count(*) from gone) as dropped`,
        [spaceId, shape, now - supersededMs, batch],
      )
      if (walked?.upto == null) return null
      await tx.query('update feed_state set compacted_tx = $3 where space_id = $1 and shape = $2', [
        spaceId,
        shape,
        walked.upto,
      ])
      return walked.dropped
    })
    if (step === null) return dropped
    dropped += step
  }
}

/**
 * Drops deletions and evictions older than 30 days, oldest transaction first and whole transactions only, and raises
 * the garbage horizon, before which a cursor is told to begin again. Answers how many went.
 */
export async function dropTombstones(db: Db, spaceId: SpaceId, shape: Shape, now: Instant): Promise<number> {
  let dropped = 0
  for (;;) {
    const [step] = await db.query<{ dropped: number }>(
      `with old as (
         select distinct tx from (
           select tx from changes where space_id = $1 and shape = $2 and op <> 'put' and at < $3
             -- Behind the compaction: what was deleted must not be left in the feed without its deletion.
             and tx <= coalesce((select compacted_tx from feed_state where space_id = $1 and shape = $2), 0)
           order by tx limit $4
         ) tombstones
       ), gone as (
         delete from changes c using old where c.space_id = $1 and c.shape = $2 and c.tx = old.tx and c.op <> 'put'
         returning c.tx, c.k
       ), raised as (
         insert into feed_state (space_id, shape, gc_tx, gc_k)
         select $1, $2, tx, k from gone order by tx desc, k desc limit 1
         on conflict (space_id, shape) do update set gc_tx = excluded.gc_tx, gc_k = excluded.gc_k
           where (feed_state.gc_tx, feed_state.gc_k) < (excluded.gc_tx, excluded.gc_k)
       )
       select count(*) as dropped from gone`,
      [spaceId, shape, now - tombstoneMs, batch],
    )
    const count = step?.dropped ?? 0
    dropped += count
    if (count === 0) return dropped
  }
}
