import type { LineFault } from '#domain/call/line.ts'

/** What a refused REGISTER means (RFC 3261 §21.4): with the password given, 401 and 403 mean that it is wrong. */
export function registerFault(code: number, withCredentials: boolean): LineFault {
  if (code === 401 || code === 407) return 'wrongPassword'
  if (code === 403) return withCredentials ? 'wrongPassword' : 'forbidden'
  if (code === 404 || code === 410 || code === 604) return 'unknownUser'
  if (code === 408) return 'noAnswer'
  return 'registrarError'
}
