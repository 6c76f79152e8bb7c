import { createHash } from 'node:crypto'

/** A row's content, whatever the order of its fields. */
export function hashOfRow(row: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(row)))
    .digest('base64')
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, held]) => held !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, held]) => [name, sorted(held)]),
  )
}
