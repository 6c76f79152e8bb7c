import { pageRowsMax } from '#wire/feed.ts'
import type { ChangeRow } from './page-text.ts'

/**
 * What happened in one space since the last look, in one snapshot: every feed's rows between its head and the
 * watermark, and the consoles whose intents passed below the watermark meanwhile.
 */
export const tailSql = `
with now as materialized (
  select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as watermark,
    pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next_tx,
    (select epoch::text from desk_epoch) as epoch
), confirmed as materialized (
  select array_agg(distinct r.console_id) as consoles from now join intent_results r
    on r.space_id = $1 and r.tx >= $5::bigint and r.tx < now.watermark
)
select now.watermark::text, (now.next_tx > now.watermark) as busy, now.epoch, confirmed.consoles,
  feed.shape, coalesce(state.gc_tx, 0)::text as gc_tx,
  page.tx_text, page.k, page.entity, page.id, page.op, page.v, page.row
from now cross join confirmed
cross join unnest($2::text[], $3::bigint[], $4::int[]) as feed(shape, tx, k)
left join feed_state state on state.space_id = $1 and state.shape = feed.shape
left join lateral (
  select c.tx, c.tx::text as tx_text, c.k, c.entity, c.id, c.op, c.v, c.row from changes c
  where c.space_id = $1 and c.shape = feed.shape
    and (c.tx, c.k) > (feed.tx, feed.k) and c.tx < now.watermark
  order by c.tx, c.k limit ${pageRowsMax}
) page on true
order by feed.shape, page.tx, page.k`

export type TailRow = Omit<ChangeRow, 'tx' | 'k'> & {
  watermark: string
  /** A transaction is under way: the watermark may stand still. */
  busy: boolean
  epoch: string | null
  consoles: string[] | null
  shape: string
  gc_tx: string
  tx_text: string | null
  k: number | null
}

/** The last row of each feed below the watermark: where a tailer that starts now begins. */
export const headsSql = `
with now as materialized (
  select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as watermark,
    (select epoch::text from desk_epoch) as epoch
)
select now.watermark::text, now.epoch, feed.shape, coalesce(state.gc_tx, 0)::text as gc_tx,
  coalesce(head.tx, 0)::text as tx_text, coalesce(head.k, 0) as k
from now cross join unnest($2::text[]) as feed(shape)
left join feed_state state on state.space_id = $1 and state.shape = feed.shape
left join lateral (
  select c.tx, c.k from changes c
  where c.space_id = $1 and c.shape = feed.shape and c.tx < now.watermark
  order by c.tx desc, c.k desc limit 1
) head on true`

export type HeadRow = {
  watermark: string
  epoch: string | null
  shape: string
  gc_tx: string
  tx_text: string
  k: number
}
