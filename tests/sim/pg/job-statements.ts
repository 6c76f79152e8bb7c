import type { Shape } from '#domain/entities.ts'
import { epochRow, feedState, timelineText } from './feed-statements.ts'
import { type FeedRow, isAfter, type Pg, type Tx } from './pg.ts'
import type { ResultRow } from './push-statements.ts'
import type { Statements } from './statement.ts'

/** Rows of a feed the transaction sees. */
const seen = (pg: Pg, tx: Tx, shape: Shape) => pg.feed[shape].filter((row) => !tx.dropped.has(row))

/** Housekeeping and the epoch. */
export const jobStatements: Statements = {
  'compact.begin': {
    pattern: /^insert into feed_state \(space_id, shape\) values \(\$1, \$2\) on conflict do nothing$/,
    locks: ({ params }) => [`feed_state ${params[1] as string}`],
    run: ({ pg, tx, params }) => {
      pg.put(tx, 'feed_state', params[1] as string, feedState(pg, tx, params[1]))
      return []
    },
  },
  'compact.walk': {
    pattern: /^with state as \(select compacted_tx from feed_state .* as dropped$/,
    locks: ({ params }) => [`feed_state ${params[1] as string}`],
    run: ({ pg, tx, params }) => {
      const [, shape, before, most] = params as [string, Shape, number, number]
      const { compactedTx } = feedState(pg, tx, shape)
      const { watermark } = pg
      const all = seen(pg, tx, shape)
      const walked = all.filter((row) => row.tx > compactedTx && row.at < before && row.tx < watermark)
      const lastTx = walked[most - 1]?.tx ?? Number.POSITIVE_INFINITY
      const page = walked.filter((row) => row.tx <= lastTx)
      const gone = all.filter((old) =>
        page.some(
          (row) => row.id === old.id && row.entity === old.entity && isAfter(row, old) && old.v <= row.v,
        ),
      )
      for (const row of gone) tx.dropped.add(row)
      const upto = page.at(-1)?.tx ?? null
      return [{ upto: upto === null ? null : String(upto), dropped: gone.length }]
    },
  },
  'compact.end': {
    pattern: /^update feed_state set compacted_tx = \$3 where space_id = \$1 and shape = \$2$/,
    locks: ({ params }) => [`feed_state ${params[1] as string}`],
    run: ({ pg, tx, params }) => {
      const shape = params[1] as string
      pg.put(tx, 'feed_state', shape, { ...feedState(pg, tx, shape), compactedTx: Number(params[2]) })
      return []
    },
  },
  'tombstones.drop': {
    pattern: /^with old as \( select distinct tx from .* select count\(\*\) as dropped from gone$/,
    locks: ({ params }) => [`feed_state ${params[1] as string}`],
    run: ({ pg, tx, params }) => {
      const [, shape, before, most] = params as [string, Shape, number, number]
      const all = seen(pg, tx, shape)
      const state = feedState(pg, tx, shape)
      const old = new Set(
        all
          .filter((row) => row.op !== 'put' && row.at < before && row.tx <= state.compactedTx)
          .slice(0, most)
          .map((row) => row.tx),
      )
      const gone = all.filter((row) => old.has(row.tx) && row.op !== 'put')
      for (const row of gone) tx.dropped.add(row)
      const last = gone.at(-1)
      if (last !== undefined && isAfter(last, { tx: state.gcTx, k: state.gcK }))
        pg.put(tx, 'feed_state', shape, { ...state, gcTx: last.tx, gcK: last.k })
      return [{ dropped: gone.length }]
    },
  },
  'epoch.lock': {
    pattern: /^lock table desk_epoch in exclusive mode$/,
    locks: () => ['desk_epoch'],
    run: () => [],
  },
  'epoch.noLimit': { pattern: /^set local statement_timeout = 0$/, run: () => [] },
  'epoch.identity': {
    pattern: /^select \(select system_identifier::text from pg_control_system\(\)\) as system/,
    run: ({ pg }) => [{ system: pg.system, timeline: timelineText(pg) }],
  },
  'epoch.read': {
    pattern: /^select epoch::text, system_identifier, timeline from desk_epoch$/,
    run: ({ pg, tx }) => {
      const known = epochRow(pg, tx)
      if (known === null) return []
      return [{ epoch: known.epoch, system_identifier: known.system, timeline: known.timeline }]
    },
  },
  'epoch.write': {
    pattern: /^insert into desk_epoch \(epoch, system_identifier, timeline\)/,
    locks: () => ['desk_epoch'],
    run: ({ pg, tx, params }) => {
      const [epoch, system, timeline] = params as [string, string, string]
      pg.put(tx, 'desk_epoch', 'one', { epoch, system, timeline })
      return []
    },
  },
  'epoch.rebaseFeed': {
    pattern: /^with gone as \(delete from changes returning \*\), latest as/,
    run: ({ pg, tx }) => {
      for (const shape of ['ref', 'hot', 'timeline'] as const) {
        const all = seen(pg, tx, shape)
        const latest = new Map<string, FeedRow>()
        for (const row of all) {
          tx.dropped.add(row)
          const name = `${row.entity} ${row.id}`
          if ((latest.get(name)?.v ?? 0) <= row.v) latest.set(name, row)
        }
        let k = 0
        for (const row of all)
          if (row.op === 'put' && latest.get(`${row.entity} ${row.id}`) === row)
            tx.added.push({ ...row, tx: 1, k: ++k })
      }
      pg.xidOf(tx)
      return []
    },
  },
  'epoch.rebaseState': {
    pattern: /^update feed_state set gc_tx = 0, gc_k = 0, compacted_tx = 0$/,
    run: ({ pg, tx }) => {
      for (const shape of ['ref', 'hot', 'timeline'])
        pg.put(tx, 'feed_state', shape, { gcTx: 0, gcK: 0, compactedTx: 0 })
      return []
    },
  },
  'epoch.rebaseResults': {
    pattern: /^update intent_results set tx = 1$/,
    run: ({ pg, tx }) => {
      for (const result of pg.rows<ResultRow>(tx, 'intent_results'))
        pg.put(tx, 'intent_results', result.key, { ...result, tx: 1 })
      return []
    },
  },
}
