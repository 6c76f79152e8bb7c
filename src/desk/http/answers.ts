import type { IncomingHttpHeaders } from 'node:http'
import { ORPCError } from '@orpc/server'
import type { ResetReason } from '#wire/feed.ts'
import { oldestServed, wireVersionHeader } from '#wire/version.ts'
import { isUnavailable } from '../db/db.ts'
import { AuthorGone } from '../push/take-intent.ts'
import { PasswordsBusy } from '../session/passwords.ts'
import type { Caller, Sessions } from '../session/sessions.ts'

/** The declared errors of the wire, as handlers and raw routes throw them. */
export const signedOut = () => new ORPCError('SIGNED_OUT', { status: 401, message: 'sign in again' })
export const forbidden = () => new ORPCError('FORBIDDEN', { status: 403, message: 'this role may not' })
export const busy = (retryAfterS: number) =>
  new ORPCError('BUSY', { status: 503, message: 'come back later', data: { retryAfterS } })
export const reset = (reason: ResetReason) =>
  new ORPCError('RESET', { status: 410, message: 'begin again', data: { reason } })
const tooOld = () =>
  new ORPCError('CONSOLE_TOO_OLD', { status: 426, message: 'update the console', data: { oldestServed } })

/** Throws unless the console speaks a version that is still served. A missing header is the oldest of all. */
export function checkVersion(headers: IncomingHttpHeaders, oldest = oldestServed): void {
  const said = headers[wireVersionHeader]
  if (typeof said !== 'string' || !/^\d{1,6}$/.test(said) || Number(said) < oldest) throw tooOld()
}

/** Who asks. Throws SIGNED_OUT. */
export async function callerOf(sessions: Sessions, headers: IncomingHttpHeaders): Promise<Caller> {
  const caller = await sessions.callerOf(headers.authorization)
  if (caller === null) throw signedOut()
  return caller
}

/** The declared error behind what was thrown, or null: a surprise. */
export function declared(error: unknown): ORPCError<string, unknown> | null {
  if (error instanceof ORPCError) return error
  if (error instanceof AuthorGone) return signedOut()
  if (error instanceof PasswordsBusy) return busy(5)
  if (isUnavailable(error)) return busy(2)
  return null
}

/** Seconds for the Retry-After header of an error that carries them. */
export function retryAfterOf(error: ORPCError<string, unknown>): number | null {
  const { data } = error
  if (typeof data !== 'object' || data === null || !('retryAfterS' in data)) return null
  return typeof data.retryAfterS === 'number' ? Math.ceil(data.retryAfterS) : null
}
