import type { Shape } from '#domain/entities.ts'
import { type FeedRow, isAfter, type Pg, type Tx } from './pg.ts'
import { consoleRow, type ResultRow } from './push-statements.ts'
import type { Statements } from './statement.ts'

export interface FeedState {
  gcTx: number
  gcK: number
  compactedTx: number
}

const untouched: FeedState = { gcTx: 0, gcK: 0, compactedTx: 0 }

export const feedState = (pg: Pg, tx: Tx | null, shape: unknown) =>
  (pg.get(tx, 'feed_state', shape as string) as FeedState | null) ?? untouched

export interface EpochRow {
  epoch: string
  system: string
  timeline: string
}

export const epochRow = (pg: Pg, tx: Tx | null) => pg.get(tx, 'desk_epoch', 'one') as EpochRow | null

/** Is it the epoch of this very cluster and timeline? A desk that starts makes another one where it is not. */
export const isOfThisHistory = ({ system, timeline }: EpochRow, pg: Pg) =>
  system === pg.system && timeline === timelineText(pg)

/** As PostgreSQL writes it, by the names of its log files. */
export const timelineText = (pg: Pg) => String(pg.timeline).padStart(8, '0')

/** Rows the transaction sees after a place, oldest first. */
export function rowsAfter(pg: Pg, shape: Shape, place: { tx: number; k: number }, most: number): FeedRow[] {
  const rows = pg.feed[shape]
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isAfter(rows[middle] as FeedRow, place)) high = middle
    else low = middle + 1
  }
  return rows.slice(low, low + most)
}

/** The last number of a console whose effects all lie below the watermark. */
export function lastNBelow(pg: Pg, tx: Tx, consoleId: unknown, watermark: number): number {
  let first = Number.POSITIVE_INFINITY
  for (const result of pg.rows<ResultRow>(tx, 'intent_results'))
    if (result.consoleId === consoleId && result.tx >= watermark) first = Math.min(first, result.n)
  return first === Number.POSITIVE_INFINITY ? (consoleRow(pg, tx, consoleId)?.lastN ?? 0) : first - 1
}

const wire = (row: FeedRow | undefined) =>
  row === undefined
    ? { tx_text: null, k: null, entity: null, id: null, op: null, v: null, row: null }
    : {
        tx_text: String(row.tx),
        k: row.k,
        entity: row.entity,
        id: row.id,
        op: row.op,
        v: row.v,
        row: row.row,
      }

/** The feeds: writing, a console's page, the node's tail. */
export const feedStatements: Statements = {
  'feed.write': {
    pattern: /^insert into changes \(space_id, shape, k, entity, id, op, v, at, row\) select/,
    run: ({ pg, tx, params }) => {
      const [, at, shape, k, entity, id, op, v, row] = params as [
        string,
        number,
        Shape[],
        number[],
        string[],
        string[],
        FeedRow['op'][],
        number[],
        (string | null)[],
      ]
      const xid = pg.xidOf(tx)
      shape.forEach((one, nth) => {
        tx.added.push({
          shape: one,
          tx: xid,
          k: k[nth] as number,
          entity: entity[nth] as string,
          id: id[nth] as string,
          op: op[nth] as FeedRow['op'],
          v: v[nth] as number,
          at,
          row: row[nth] ?? null,
        })
      })
      return []
    },
  },
  'feed.page': {
    pattern:
      /^with now as materialized .* from now left join lateral \( select c\.tx::text as tx_text.* limit (\d+)/,
    run: ({ pg, tx, params, words }) => {
      const [, shape, fromTx, fromK, toTx, toK, consoleId] = params as [
        string,
        Shape,
        string,
        number,
        string,
        number,
        string | null,
      ]
      const { watermark } = pg
      const state = feedState(pg, tx, shape)
      const upTo = { tx: Number(toTx), k: toK }
      const most = Number(words[1])
      const found = rowsAfter(pg, shape, { tx: Number(fromTx), k: fromK }, most).filter(
        (row) => row.tx < watermark && !isAfter(row, upTo),
      )
      const head = {
        watermark: String(watermark),
        epoch: epochRow(pg, tx)?.epoch ?? null,
        gc_tx: String(state.gcTx),
        gc_k: state.gcK,
        last_n: lastNBelow(pg, tx, consoleId, watermark),
      }
      return (found.length > 0 ? found : [undefined]).map((row) => ({ ...head, ...wire(row) }))
    },
  },
  'feed.lastN': {
    pattern: /^select coalesce\( \(select min\(n\) - 1 from intent_results .* as last_n$/,
    run: ({ pg, tx, params }) => [{ last_n: lastNBelow(pg, tx, params[1], Number(params[2])) }],
  },
  'feed.heads': {
    pattern: /^with now as materialized .* coalesce\(head\.tx, 0\)::text as tx_text/,
    run: ({ pg, tx, params }) => {
      const { watermark } = pg
      return (params[1] as Shape[]).map((shape) => {
        const head = pg.feed[shape].findLast((row) => row.tx < watermark)
        return {
          watermark: String(watermark),
          epoch: epochRow(pg, tx)?.epoch ?? null,
          shape,
          gc_tx: String(feedState(pg, tx, shape).gcTx),
          tx_text: String(head?.tx ?? 0),
          k: head?.k ?? 0,
        }
      })
    },
  },
  'feed.tail': {
    pattern: /^with now as materialized .* array_agg\(distinct r\.console_id\).* limit (\d+)/,
    run: ({ pg, tx, params, words }) => {
      const [, names, txs, ks, since] = params as [string, Shape[], string[], number[], string]
      const { watermark } = pg
      const most = Number(words[1])
      const consoles = new Set<string>()
      for (const result of pg.rows<ResultRow>(tx, 'intent_results'))
        if (result.tx >= Number(since) && result.tx < watermark) consoles.add(result.consoleId)
      const head = {
        watermark: String(watermark),
        busy: pg.nextXid > watermark,
        epoch: epochRow(pg, tx)?.epoch ?? null,
        consoles: consoles.size > 0 ? [...consoles].sort() : null,
      }
      return names.flatMap((shape, nth) => {
        const place = { tx: Number(txs[nth]), k: ks[nth] as number }
        const found = rowsAfter(pg, shape, place, most).filter((row) => row.tx < watermark)
        const own = { ...head, shape, gc_tx: String(feedState(pg, tx, shape).gcTx) }
        return (found.length > 0 ? found : [undefined]).map((row) => ({ ...own, ...wire(row) }))
      })
    },
  },
  'feed.stall': {
    pattern: /^select pg_snapshot_xmin\(s\)::text as watermark/,
    run: ({ pg }) => [{ watermark: String(pg.watermark), busy: pg.nextXid > pg.watermark }],
  },
}
