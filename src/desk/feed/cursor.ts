import { ok, type Result, refuse } from '#shared/result.ts'
import type { Cursor, ResetReason } from '#wire/feed.ts'

/** A place in a feed: everything up to row `k` of transaction `tx`, that row included, was delivered. */
export interface Position {
  tx: bigint
  k: number
}

/** Before the first row of all (rows of a transaction count from k = 1). */
export const beginning: Position = { tx: 0n, k: 0 }

export function isAfter(a: Position, b: Position): boolean {
  return a.tx === b.tx ? a.k > b.k : a.tx > b.tx
}

export interface ReadCursor {
  epoch: string
  /**
   * Always that of a delivered row, never the bare watermark: ids of transactions that wrote nothing durable may be
   * given out a second time after a crash of the server, ids of committed rows never are.
   */
  position: Position
  /**
   * The garbage horizon (transaction of the last forgotten deletion) under which everything up to `position` was delivered. A quiet feed may stand at an
   * old transaction for ever, below today's horizon, with nothing missed: this tells the two cases apart.
   */
  horizon: bigint
}

export function writeCursor({ epoch, position, horizon }: ReadCursor): Cursor {
  return `${epoch}.${position.tx}.${position.k}.${horizon}`
}

/** Reads a cursor the schema has passed; `k` and `tx` are clamped to what the database can compare. */
export function readCursor(cursor: Cursor): ReadCursor {
  const [epoch = '', tx = '0', k = '0', horizon = '0'] = cursor.split('.')
  return {
    epoch,
    position: { tx: clamp(BigInt(tx)), k: Math.min(Number(k), 2_147_483_647) },
    horizon: BigInt(horizon),
  }
}

const int8Max = 9_223_372_036_854_775_807n
const clamp = (tx: bigint) => (tx > int8Max ? int8Max : tx)
/** After every row there will ever be. */
export const theEnd: Position = { tx: int8Max, k: 2_147_483_647 }

/** Where a feed stands, as one snapshot of the database tells it. */
export interface FeedState {
  epoch: string
  /** Transactions below it are over: none of them can add a row any more. */
  watermark: bigint
  /** The last deletion that was forgotten; those before it may be, too. */
  gc: Position
}

/** May the feed be read on from this cursor? `null`: a first pull begins. */
export function resume(cursor: Cursor | null, state: FeedState): Result<ReadCursor, ResetReason> {
  if (cursor === null) return ok({ epoch: state.epoch, position: beginning, horizon: state.gc.tx })
  const read = readCursor(cursor)
  if (read.epoch !== state.epoch) return refuse('epoch')
  // Ahead of all this database ever did: its files were put back from a copy.
  if (read.position.tx >= state.watermark) return refuse('epoch')
  if (isAfter(state.gc, read.position) && read.horizon < state.gc.tx) return refuse('gc')
  return ok(read)
}
