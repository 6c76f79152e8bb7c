import type { Shape } from '#domain/entities.ts'
import { epochRow, feedState } from '../pg/feed-statements.ts'
import { type FeedRow, isAfter, type Pg } from '../pg/pg.ts'
import { consoleRow, type ResultRow } from '../pg/push-statements.ts'
import type { Asked, SqlRow, Statement, Statements } from '../pg/statement.ts'
import { statements } from '../pg/statements.ts'
import type { Mutant } from './mutant.ts'

/** The desk's statements with some of them doing something else. */
function instead(changes: Record<string, (asked: Asked, right: Statement) => SqlRow[]>): Statements {
  const changed: Record<string, Statement> = { ...statements }
  for (const [name, run] of Object.entries(changes)) {
    const right = statements[name] as Statement
    changed[name] = { ...right, run: (asked) => run(asked, right) }
  }
  return changed
}

/** The database seen as if no transaction were under way. */
function withoutWatermark(asked: Asked): Asked {
  const pg = Object.create(asked.pg) as Pg
  Object.defineProperty(pg, 'watermark', { get: () => asked.pg.nextXid })
  for (const name of ['get', 'rows', 'put', 'xidOf'] as const) {
    Object.defineProperty(pg, name, { value: asked.pg[name].bind(asked.pg) })
  }
  return { ...asked, pg }
}

const everyRead = (change: (asked: Asked) => Asked) =>
  instead({
    'feed.page': (asked, right) => right.run(change(asked)),
    'feed.tail': (asked, right) => right.run(change(asked)),
    'feed.heads': (asked, right) => right.run(change(asked)),
  })

const textOrder = (a: FeedRow, b: FeedRow) =>
  String(a.tx) === String(b.tx) ? a.k - b.k : String(a.tx) < String(b.tx) ? -1 : 1

/** Rows after a place in the order of text, as `order by tx::text` reads them. */
function byText(asked: Asked): SqlRow[] {
  const { pg, tx, params } = asked
  const [, shape, fromTx, fromK] = params as [string, Shape, string, number]
  const { watermark } = pg
  const rows = pg.feed[shape]
    .filter((row) => row.tx < watermark)
    .filter((row) => String(row.tx) > fromTx || (String(row.tx) === fromTx && row.k > fromK))
    .sort(textOrder)
  const state = feedState(pg, tx, shape)
  const head = {
    watermark: String(watermark),
    epoch: epochRow(pg, tx)?.epoch ?? null,
    gc_tx: String(state.gcTx),
    gc_k: state.gcK,
    last_n: consoleRow(pg, tx, params[6])?.lastN ?? 0,
  }
  const none = { tx_text: null, k: null, entity: null, id: null, op: null, v: null, row: null }
  if (rows.length === 0) return [{ ...head, ...none }]
  return rows.map((row) => ({ ...head, ...row, tx_text: String(row.tx) }))
}

/** Faults of the desk. */
export const deskMutants: readonly Mutant[] = [
  {
    name: 'serial cursor',
    what: 'the feed is read as if transactions committed in the order of their numbers',
    statements: everyRead(withoutWatermark),
  },
  {
    name: 'text-order cursor',
    what: 'transaction numbers are compared as text: 1000 before 999',
    statements: instead({ 'feed.page': byText }),
  },
  {
    name: 'k missing in cursor',
    what: 'the cursor knows the transaction only, so that a page cut inside one loses the rest',
    statements: instead({
      'feed.page': (asked, right) => {
        const [space, shape, tx, , ...rest] = asked.params
        return right.run({
          ...asked,
          params: [space, shape, tx, Number(tx) === 0 ? 0 : 2_147_483_647, ...rest],
        })
      },
    }),
  },
  {
    name: 'no dedupe',
    what: 'a key that was seen before is not looked for',
    statements: instead({
      'intent.known': (asked, right) => right.run(asked).map((row) => ({ ...row, outcome: null })),
    }),
  },
  {
    name: 'dedupe and number forgotten',
    what: 'neither the key nor the number of a repeated intent is looked at',
    statements: instead({
      'intent.known': (asked, right) => right.run(asked).map((row) => ({ ...row, outcome: null })),
      'console.lock': (asked, right) => {
        asked.tx.intent = null
        return right.run(asked)
      },
      'intent.keep': (asked, right) => {
        const key = asked.params[1] as string
        if (asked.pg.get(asked.tx, 'intent_results', key) !== null)
          asked.pg.put(asked.tx, 'intent_results', key, null)
        return right.run(asked)
      },
    }),
  },
  {
    name: 'number not saved with the effect',
    what: 'the effect is durable, the console’s number is not',
    statements: instead({
      'intent.keep': (asked, right) => {
        const consoleId = asked.params[2] as string
        const before = asked.pg.get(asked.tx, 'consoles', consoleId)
        const rows = right.run(asked)
        asked.pg.put(asked.tx, 'consoles', consoleId, before)
        return rows
      },
    }),
  },
  {
    name: 'reject does not consume n',
    what: 'a refused intent does not use up its number',
    statements: instead({
      'intent.keep': (asked, right) => {
        const consoleId = asked.params[2] as string
        const before = asked.pg.get(asked.tx, 'consoles', consoleId)
        const rows = right.run(asked)
        if (String(asked.params[4]).includes('"refused"'))
          asked.pg.put(asked.tx, 'consoles', consoleId, before)
        return rows
      },
    }),
  },
  {
    name: 'poison dropped silently',
    what: 'an intent that is refused is answered as applied',
    statements: instead({
      'intent.keep': (asked, right) => {
        const [space, key, consoleId, n, outcome, ...rest] = asked.params
        const said = JSON.parse(String(outcome)) as { outcome: string; n: number; key: string }
        if (said.outcome === 'refused') {
          const { n: number, key: own } = said
          const applied = JSON.stringify({ n: number, key: own, outcome: 'applied', notice: null })
          return right.run({ ...asked, params: [space, key, consoleId, n, applied, ...rest] })
        }
        return right.run(asked)
      },
    }),
  },
  {
    name: 'quarantine never ends',
    what: 'an intent that breaks the desk is asked for again for ever',
    statements: instead({ 'crash.count': () => [{ crashes: 1 }] }),
  },
  {
    name: 'no gap reset after GC',
    what: 'a cursor from before forgotten deletions is read on',
    statements: instead({
      'feed.page': (asked, right) => right.run(asked).map((row) => ({ ...row, gc_tx: '0', gc_k: 0 })),
    }),
  },
  {
    name: 'epoch unchecked',
    what: 'a restored desk goes on under the epoch it had',
    statements: instead({
      'epoch.write': (asked, right) => {
        const known = epochRow(asked.pg, null)
        const [epoch, ...rest] = asked.params
        return right.run({ ...asked, params: [known?.epoch ?? epoch, ...rest] })
      },
    }),
  },
  {
    name: 'restored rows above the watermark',
    what: 'a new cluster keeps the old, higher transaction numbers of the feed',
    statements: instead({ 'epoch.rebaseFeed': () => [] }),
  },
  {
    name: 'abort visible',
    what: 'news of a transaction that was rolled back stays in the feed',
    database: (pg) => {
      const abort = pg.abort.bind(pg)
      pg.abort = (tx) => {
        if (tx.state === 'open' && tx.added.length > 0) {
          for (const row of tx.added) {
            const rows = pg.feed[row.shape]
            let at = rows.length
            while (at > 0 && isAfter(rows[at - 1] as FeedRow, row)) at--
            rows.splice(at, 0, row)
          }
        }
        abort(tx)
      }
    },
  },
  {
    name: 'compaction keeps the oldest',
    what: 'of several changes of a row the newest are dropped',
    statements: instead({
      'compact.walk': (asked, right) => {
        const rows = right.run(asked)
        const { pg, tx, params } = asked
        const gone = [...tx.dropped].filter(({ shape }) => shape === params[1])
        for (const old of gone) {
          tx.dropped.delete(old)
          for (const row of pg.feed[old.shape])
            if (row.id === old.id && row.entity === old.entity && isAfter(row, old)) tx.dropped.add(row)
        }
        return rows
      },
    }),
  },
  {
    name: 'last number told too early',
    what: 'a console hears of its numbers before their effects lie below the watermark',
    statements: instead({
      'feed.page': (asked, right) =>
        right.run(asked).map((row) => ({ ...row, last_n: newestN(asked, asked.params[6]) })),
      'feed.lastN': (asked) => [{ last_n: newestN(asked, asked.params[1]) }],
    }),
  },
  {
    name: 'news not in the same transaction',
    what: 'the rows are written and their line in the feed is now and then forgotten',
    statements: instead({
      'feed.write': (asked, right) => (asked.now % 7 === 0 ? [] : right.run(asked)),
    }),
  },
]

const newestN = ({ pg }: Asked, consoleId: unknown) =>
  Math.max(
    consoleRow(pg, null, consoleId)?.lastN ?? 0,
    ...pg
      .rows<ResultRow>(null, 'intent_results')
      .filter((row) => row.consoleId === consoleId)
      .map(({ n }) => n),
  )
