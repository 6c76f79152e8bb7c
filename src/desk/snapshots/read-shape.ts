import type { Entity, Shape } from '#domain/entities.ts'
import type { SpaceId } from '#domain/ids.ts'
import type { Cursor } from '#wire/feed.ts'
import { snapshotTables } from '#wire/snapshot.ts'
import type { Db, Sql } from '../db/db.ts'
import { writeCursor } from '../feed/cursor.ts'
import { type HeadRow, headsSql } from '../feed/tail-sql.ts'
import { heldRows } from './shape-rows.ts'

/** Rows of one statement: some hundred milliseconds, far below the limit of a statement. */
const pageRows = 4_000

export interface ReadRows {
  entity: Entity
  /** A JSON array of whole rows, as text. */
  json: string
}

/**
 * Reads every row of a shape that consoles hold, kind by kind in the order of ids, and answers the cursor from which
 * the feed goes on. On PostgreSQL in one repeatable-read transaction. The embedded engine runs one transaction at a
 * time, so a long one would hold everybody up: there the cursor is read first and the pages one by one after it, which
 * comes to the same, because the feed from that cursor on brings every row that changed meanwhile once more.
 */
export async function readShape(
  db: Db,
  spaceId: SpaceId,
  shape: Shape,
  take: (rows: ReadRows) => Promise<void>,
): Promise<Cursor> {
  const read = async (sql: Sql) => {
    const cursor = await headOf(sql, spaceId, shape)
    for (const { entity } of snapshotTables(shape)) {
      for (let after = ''; ; ) {
        const [page] = await sql.query<{ rows: number; last: string | null; json: string | null }>(
          `select count(*)::int as rows, max(id) as last, '[' || string_agg(row, ',' order by id) || ']' as json
           from (select r.id, r.row::text as row ${heldRows(entity)} and r.id > $2 order by r.id limit ${pageRows}) page`,
          [spaceId, after],
        )
        if (page === undefined || page.json === null || page.last === null) break
        await take({ entity, json: page.json })
        if (page.rows < pageRows) break
        after = page.last
      }
    }
    return cursor
  }
  return db.kind === 'postgres' ? await db.transaction(read, { readOnly: true }) : await read(db)
}

/** The cursor at the present end of a feed, as this snapshot of the database sees it. */
export async function headOf(sql: Sql, spaceId: SpaceId, shape: Shape): Promise<Cursor> {
  const [head] = await sql.query<HeadRow>(headsSql, [spaceId, [shape]])
  if (head === undefined || head.epoch === null) throw new Error('the feed has no epoch')
  const position = { tx: BigInt(head.tx_text), k: head.k }
  return writeCursor({ epoch: head.epoch, position, horizon: BigInt(head.gc_tx) })
}
