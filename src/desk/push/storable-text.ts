/**
 * The first text in a JSON value that PostgreSQL cannot keep: U+0000, or half of a surrogate pair. Such an intent is
 * refused as invalid instead of failing in the database for ever.
 */
export function unstorableAt(value: unknown, path = ''): string | null {
  if (typeof value === 'string') return value.includes('\u0000') || !value.isWellFormed() ? path : null
  if (typeof value !== 'object' || value === null) return null
  for (const [key, inner] of Object.entries(value)) {
    const found = unstorableAt(inner, path === '' ? key : `${path}.${key}`)
    if (found !== null) return found
  }
  return null
}
