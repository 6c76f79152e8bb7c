import type { Entity } from '#domain/entities.ts'
import { type Cursor, pageBytesMax } from '#wire/feed.ts'

/** One row of the feed table. `tx` is text: read as a number it would lose digits after 2^53. */
export type ChangeRow = {
  tx: string
  k: number
  entity: Entity
  id: string
  op: 'put' | 'del' | 'evict'
  v: number
  row: string | null
}

/** One page as JSON text: written once, sent to every console that needs it. */
export interface PageText {
  from: Cursor | null
  to: Cursor
  more: boolean
  count: number
  json: string
}

/** Rows as the JSON of changes. The row itself is stored as text and never parsed on its way out. */
export function changeJson({ entity, id, op, v, row }: ChangeRow): string {
  return `{"e":"${entity}","id":${JSON.stringify(id)},"op":"${op}","v":${v},"row":${row ?? 'null'}}`
}

/** How many of the rows fit one page of at most `rows`: by number and by bytes, at least one. */
export function fitting(changes: readonly string[], rows: number): number {
  let bytes = 0
  const most = Math.min(changes.length, rows)
  for (let i = 0; i < most; i++) {
    bytes += Buffer.byteLength(changes[i] ?? '') + 1
    if (bytes > pageBytesMax && i > 0) return i
  }
  return most
}

export function pageJson(
  page: { from: Cursor | null; to: Cursor; more: boolean; at: number; lastN: number | null },
  changes: readonly string[],
): PageText {
  const { from, to, more, at, lastN } = page
  const json =
    `{"from":${from === null ? 'null' : `"${from}"`},"to":"${to}","more":${more},` +
    `"changes":[${changes.join(',')}],"at":${at},"lastN":${lastN}}`
  return { from, to, more, count: changes.length, json }
}
