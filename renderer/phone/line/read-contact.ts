/** The user part of a parsed Contact; undefined when it has none. */
export function userOfContact(contact: unknown): string | undefined {
  const uri = typeof contact === 'object' && contact !== null && 'uri' in contact ? contact.uri : null
  const user = typeof uri === 'object' && uri !== null && 'user' in uri ? uri.user : undefined
  return typeof user === 'string' ? user : undefined
}

/** The `expires` of a parsed Contact, as written; null when it has none. */
export function expiresOfContact(contact: unknown): string | null {
  if (typeof contact !== 'object' || contact === null || !('getParam' in contact)) return null
  const { getParam } = contact
  const value: unknown = typeof getParam === 'function' ? getParam.call(contact, 'expires') : null
  return typeof value === 'string' ? value : null
}
