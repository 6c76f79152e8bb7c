import { createHash } from 'node:crypto'

/** Which of the 256 buckets an id falls into (`#wire/check.ts`). */
export function bucketOf(id: string): number {
  return createHash('md5').update(id).digest()[0] as number
}

/** The row's part of its bucket's hash. */
export function hashOf(row: object): bigint {
  return createHash('md5').update(jsonbText(row)).digest().readBigInt64BE()
}

/** A JSON value as PostgreSQL writes a jsonb: keys by length in bytes, then by bytes; a space after comma and colon. */
export function jsonbText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(jsonbText).join(', ')}]`
  const pairs = Object.entries(value).filter(([, inner]) => inner !== undefined)
  pairs.sort(([a], [b]) => byLengthThenBytes(a, b))
  return `{${pairs.map(([key, inner]) => `${JSON.stringify(key)}: ${jsonbText(inner)}`).join(', ')}}`
}

function byLengthThenBytes(a: string, b: string): number {
  const length = Buffer.byteLength(a) - Buffer.byteLength(b)
  return length === 0 ? Buffer.compare(Buffer.from(a), Buffer.from(b)) : length
}
