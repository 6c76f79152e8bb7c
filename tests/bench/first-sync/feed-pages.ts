import { createWriteStream } from 'node:fs'
import { demoCompany } from '#demo/company/demo-company.ts'
import type { DemoSize } from '#demo/company/demo-size.ts'
import { type Shape, shapeOf, shapes } from '#domain/entities.ts'
import { pageBytesMax, pageRowsMax } from '#wire/feed.ts'
import { heldByConsoles } from './company-snapshots.ts'

const cursorAt = (nth: number) => `00000000-0000-4000-8000-000000000000.${nth}.0.0`

/** The feeds of a company as pages of JSON text in the order a desk gives them, and the same rows as lines in a file. */
export async function feedPages(
  size: DemoSize,
  lines: string,
): Promise<{ rows: number; page: (shape: Shape, cursor: string | null) => string | null }> {
  const now = Date.now()
  const changes: Record<Shape, string[][]> = { ref: [[]], hot: [[]], timeline: [[]] }
  const bytes: Record<Shape, number> = { ref: 0, hot: 0, timeline: 0 }
  const out = createWriteStream(lines)
  let rows = 0
  for (const { entity, row } of heldByConsoles(demoCompany(size, now).rows(), now)) {
    const v = Math.max(1, row.v)
    const json = JSON.stringify({ ...row, v })
    out.write(`{"e":"${entity}","row":${json}}\n`)
    const change = `{"e":"${entity}","id":${JSON.stringify(row.id)},"op":"put","v":${v},"row":${json}}`
    const shape = shapeOf[entity]
    const pages = changes[shape]
    const last = pages.at(-1) as string[]
    bytes[shape] += Buffer.byteLength(change)
    if (last.length >= pageRowsMax || bytes[shape] > pageBytesMax) {
      pages.push([change])
      bytes[shape] = Buffer.byteLength(change)
    } else last.push(change)
    rows += 1
  }
  await new Promise<void>((resolve) => out.end(() => resolve()))
  const texts = Object.fromEntries(
    shapes.map((shape) => [
      shape,
      changes[shape].map((page, nth) => {
        const from = nth === 0 ? 'null' : `"${cursorAt(nth)}"`
        const more = nth < changes[shape].length - 1
        return `{"from":${from},"to":"${cursorAt(nth + 1)}","more":${more},"changes":[${page.join(',')}],"at":${now},"lastN":0}`
      }),
    ]),
  ) as Record<Shape, string[]>
  return {
    rows,
    page: (shape, cursor) => texts[shape][cursor === null ? 0 : Number(cursor.split('.')[1])] ?? null,
  }
}
