import { type Entity, entity as entitySchema, type Shape } from '#domain/entities.ts'
import type { SpaceId } from '#domain/ids.ts'
import { ok, type Result, refuse } from '#shared/result.ts'
import type { BucketAnswer, BucketSum, CheckAnswer } from '#wire/check.ts'
import type { Cursor, ResetReason } from '#wire/feed.ts'
import { snapshotTables } from '#wire/snapshot.ts'
import type { Db, Sql } from '../db/db.ts'
import { isAfter, type Position, readCursor } from '../feed/cursor.ts'
import { headOf } from '../snapshots/read-shape.ts'
import { heldRows } from '../snapshots/shape-rows.ts'

/** Consoles ask at any moment of the hour; all that ask within this time are answered from one reading. */
const freshMs = 5 * 60_000
/** More changes than this since the sums were made, and nearly every bucket has moved. */
const movedMax = 50_000

const bucket = `get_byte(decode(md5(r.id), 'hex'), 0)`

interface Sums {
  at: number
  cursor: Cursor
  sums: CheckAnswer['sums']
}

/** Counts and hashes of what consoles hold, read at most every five minutes, whoever asks. */
export class CheckSums {
  readonly #db: Db
  readonly #now: () => number
  readonly #kept = new Map<string, Promise<Sums>>()

  constructor(db: Db, now: () => number) {
    this.#db = db
    this.#now = now
  }

  async answer(spaceId: SpaceId, shape: Shape, from: Cursor): Promise<Result<CheckAnswer, ResetReason>> {
    const { cursor, sums } = await this.#sums(spaceId, shape)
    const [asker, made] = [readCursor(from), readCursor(cursor)]
    if (asker.epoch !== made.epoch) return refuse('epoch')
    const since = isAfter(made.position, asker.position) ? asker.position : made.position
    return ok({ sums, moved: await this.#moved(spaceId, shape, since) })
  }

  /** The rows of one bucket, for a console whose own do not agree. */
  async rows(spaceId: SpaceId, shape: Shape, entity: Entity, nth: number): Promise<BucketAnswer> {
    return await this.#db.transaction(
      async (tx) => {
        const to = await headOf(tx, spaceId, shape)
        const rows = await tx.query<{ id: string; v: number; row: unknown }>(
          `select r.id, r.v, r.row ${heldRows(entity)} and ${bucket} = $2`,
          [spaceId, nth],
        )
        return { to, rows }
      },
      { readOnly: true },
    )
  }

  async #sums(spaceId: SpaceId, shape: Shape): Promise<Sums> {
    const key = `${shape} ${spaceId}`
    const kept = await this.#kept.get(key)
    if (kept !== undefined && this.#now() - kept.at < freshMs) return kept
    const made = this.#make(spaceId, shape)
    this.#kept.set(key, made)
    made.catch(() => this.#kept.delete(key))
    return await made
  }

  #make(spaceId: SpaceId, shape: Shape): Promise<Sums> {
    const at = this.#now()
    return this.#db.transaction(
      async (tx) => {
        const cursor = await headOf(tx, spaceId, shape)
        const sums: CheckAnswer['sums'] = {}
        for (const { entity } of snapshotTables(shape)) sums[entity] = await sumsOf(tx, spaceId, entity)
        return { at, cursor, sums }
      },
      { readOnly: true },
    )
  }

  async #moved(spaceId: SpaceId, shape: Shape, since: Position): Promise<CheckAnswer['moved']> {
    const rows = await this.#db.query<{ entity: string; bucket: number; changes: number }>(
      `select entity, ${bucket} as bucket, count(*)::int as changes from (
         select entity, id from changes where space_id = $1 and shape = $2 and (tx, k) > ($3::bigint, $4::int)
         order by tx, k limit ${movedMax}
       ) r group by 1, 2`,
      [spaceId, shape, String(since.tx), since.k],
    )
    const changes = rows.reduce((sum, row) => sum + row.changes, 0)
    return changes >= movedMax ? null : rows.map((row) => [entitySchema.parse(row.entity), row.bucket])
  }
}

async function sumsOf(tx: Sql, spaceId: SpaceId, entity: Entity): Promise<Record<string, BucketSum>> {
  const rows = await tx.query<{ bucket: number; rows: number; hash: string }>(
    `select bucket, count(*)::int as rows, bit_xor(hash)::text as hash from (
       select ${bucket} as bucket, ('x' || substr(md5(r.row::text), 1, 16))::bit(64)::bigint as hash ${heldRows(entity)}
     ) hashed group by bucket`,
    [spaceId],
  )
  return Object.fromEntries(rows.map((row) => [String(row.bucket), [row.rows, row.hash]]))
}
