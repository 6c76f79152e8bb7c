import { z } from 'zod'
import { entity } from '#domain/entities.ts'

/**
 * Where a console stands in a feed: opaque text `epoch.tx.k`. `epoch` changes when the desk's history was replaced
 * (restore, promotion); `tx` is PostgreSQL's 64-bit transaction id in decimal; `k` orders rows inside it.
 * A fourth part is there while a first pull is under way (which garbage collection it began under).
 */
export const cursor = z.string().regex(/^[0-9a-f-]{36}\.\d{1,20}\.\d{1,10}(\.\d{1,20})?$/)
export type Cursor = z.infer<typeof cursor>

/** One change of one row. `row` is checked against the entity's own schema where it is applied. */
export const change = z.object({
  e: entity,
  /** Most are 64 at most; a claim of the ledger is named by its caller. */
  id: z.string().max(260),
  op: z.enum(['put', 'del', 'evict']),
  v: z.number().int().nonnegative(),
  row: z.unknown().nullable(),
})
export type Change = z.infer<typeof change>

/** At most this many changes or bytes a page. */
export const pageRowsMax = 500
export const pageBytesMax = 256 * 1024
/** A page for a console at work: applied in one transaction while windows ask, so a third of what a first fill takes. */
export const pageRowsAtWork = 150

/**
 * A stretch of a feed. Applied only when `from` equals the cursor stored, in one transaction with the new cursor;
 * anything else is dropped and pulled again. `from: null` is the very beginning.
 */
export const page = z.object({
  from: cursor.nullable(),
  to: cursor,
  more: z.boolean(),
  changes: z.array(change).max(pageRowsMax),
  /** Desk's clock when the page was cut: the age of the data. */
  at: z.number().int(),
  /** Highest outbox number of this console whose effect is in the feed up to `to`; null in broadcast pages. */
  lastN: z.number().int().nullable(),
})
export type Page = z.infer<typeof page>

/** The cursor cannot be served: begin again from the start of the feed (outbox untouched). */
export const resetReason = z.enum(['gc', 'epoch', 'schema', 'rights'])
export type ResetReason = z.infer<typeof resetReason>
