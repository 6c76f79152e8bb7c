import type { Shape } from '#domain/entities.ts'
import type { ConsoleId, SpaceId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import { ok, type Result, refuse } from '#shared/result.ts'
import { type Cursor, pageRowsMax, type ResetReason } from '#wire/feed.ts'
import type { Sql } from '../db/db.ts'
import { type Position, readCursor, resume, theEnd, writeCursor } from './cursor.ts'
import { type ChangeRow, changeJson, fitting, type PageText, pageJson } from './page-text.ts'

export interface PageRequest {
  spaceId: SpaceId
  shape: Shape
  /** `null`: from the very beginning. */
  cursor: Cursor | null
  /** Whose `lastN` to tell on a page that reaches the end; `null`: nobody's. */
  consoleId: ConsoleId | null
  /** Read no further than this place: where a live stream takes over. */
  upTo?: Position
  /** At most so many changes; absent: as many as a page may hold. */
  rows?: number
}

/**
 * One statement, so one snapshot: the watermark, the rows below it, and the console's last number agree.
 * `tx` is compared and ordered as bigint in the index; only the output is text (under another name, because an
 * ORDER BY takes output names first).
 */
export const pageSql = `
with now as materialized (
  select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as watermark,
    (select epoch::text from desk_epoch) as epoch,
    coalesce((select gc_tx from feed_state where space_id = $1 and shape = $2), 0) as gc_tx,
    coalesce((select gc_k from feed_state where space_id = $1 and shape = $2), 0) as gc_k
)
select now.watermark::text, now.epoch, now.gc_tx::text, now.gc_k,
  coalesce(
    (select min(r.n) - 1 from intent_results r where r.space_id = $1 and r.console_id = $7 and r.tx >= now.watermark),
    (select s.last_n from consoles s where s.space_id = $1 and s.console_id = $7), 0) as last_n,
  page.*
from now left join lateral (
  select c.tx::text as tx_text, c.k, c.entity, c.id, c.op, c.v, c.row from changes c
  where c.space_id = $1 and c.shape = $2
    and (c.tx, c.k) > ($3::bigint, $4::int) and (c.tx, c.k) <= ($5::bigint, $6::int) and c.tx < now.watermark
  order by c.tx, c.k limit ${pageRowsMax + 1}
) page on true`

type PageRow = Omit<ChangeRow, 'tx' | 'k'> & {
  watermark: string
  epoch: string | null
  gc_tx: string
  gc_k: number
  last_n: number
  tx_text: string | null
  k: number | null
}

/** A page, where it ends, and the watermark of the server that gave it: what lies below was all there to read. */
export type ReadPage = PageText & { position: Position; watermark: bigint }

/** A page of a feed: at most 500 rows or 256 KB, only rows no unfinished transaction can still come before. */
export async function readPage(
  db: Sql,
  { spaceId, shape, cursor, consoleId, upTo = theEnd, rows: most = pageRowsMax }: PageRequest,
  at: Instant,
): Promise<Result<ReadPage, ResetReason>> {
  const start = cursor === null ? { tx: 0n, k: 0 } : readCursor(cursor).position
  const rows = await db.query<PageRow>(pageSql, [
    spaceId,
    shape,
    String(start.tx),
    start.k,
    String(upTo.tx),
    upTo.k,
    consoleId,
  ])
  const [first] = rows
  if (first === undefined || first.epoch === null) throw new Error('the feed has no epoch')
  const gc: Position = { tx: BigInt(first.gc_tx), k: first.gc_k }
  const watermark = BigInt(first.watermark)
  const from = resume(cursor, { epoch: first.epoch, watermark, gc })
  if (!from.ok) return refuse(from.refusal)

  const found = rows.filter((row): row is PageRow & { tx_text: string; k: number } => row.tx_text !== null)
  const changes = found.map((row) => changeJson({ ...row, tx: row.tx_text }))
  const count = fitting(changes, most)
  const more = count < changes.length
  const last = found[count - 1]
  const position = last === undefined ? from.value.position : { tx: BigInt(last.tx_text), k: last.k }
  // Once the end is reached everything below the watermark was delivered under today's horizon.
  const to = writeCursor({ epoch: first.epoch, position, horizon: more ? from.value.horizon : gc.tx })
  // A page that stops short does not hold all the effects the console's last number stands for.
  const lastN = more || consoleId === null || upTo !== theEnd ? null : first.last_n
  return ok({
    ...pageJson({ from: cursor, to, more, at, lastN }, changes.slice(0, count)),
    position,
    watermark,
  })
}

/** The last outbox number of a console whose effects, and those of all before it, lie below the watermark. */
export async function lastNBelow(
  db: Sql,
  spaceId: SpaceId,
  consoleId: ConsoleId,
  watermark: bigint,
): Promise<number> {
  const [row] = await db.query<{ last_n: number }>(
    `select coalesce(
       (select min(n) - 1 from intent_results where space_id = $1 and console_id = $2 and tx >= $3::bigint),
       (select last_n from consoles where space_id = $1 and console_id = $2), 0) as last_n`,
    [spaceId, consoleId, String(watermark)],
  )
  return row?.last_n ?? 0
}
