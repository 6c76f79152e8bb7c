import { ORPCError } from '@orpc/client'
import type { CoreStatus } from '#bridge/session.ts'
import { DeskUnreachable } from '../desk-link.ts'

export type DeskFault = Extract<CoreStatus['desk'], { state: 'away' }>['fault']

/** What a failed request says of the desk, or null when it is no word of the desk's at all (a surprise). */
export function faultOf(error: unknown): { fault: DeskFault; retryAfterMs: number | null } | null {
  if (error instanceof DeskUnreachable) return { fault: error.why, retryAfterMs: null }
  if (!(error instanceof ORPCError)) return null
  switch (error.code) {
    case 'SIGNED_OUT':
      return { fault: 'signedOut', retryAfterMs: null }
    case 'FORBIDDEN':
      return { fault: 'forbidden', retryAfterMs: null }
    case 'CONSOLE_TOO_OLD':
      return { fault: 'tooOld', retryAfterMs: null }
    case 'BUSY':
    case 'TOO_MANY_TRIES':
      return { fault: 'failing', retryAfterMs: retryAfterS(error.data) * 1000 }
    default:
      // A desk of this wire answers with declared errors; anything else is a proxy or a desk in trouble.
      return { fault: error.status >= 500 ? 'failing' : 'notADesk', retryAfterMs: null }
  }
}

export function isCode(error: unknown, code: string): error is ORPCError<string, unknown> {
  return error instanceof ORPCError && error.code === code
}

function retryAfterS(data: unknown): number {
  const asked = typeof data === 'object' && data !== null && 'retryAfterS' in data ? data.retryAfterS : 1
  return typeof asked === 'number' && Number.isFinite(asked) ? Math.min(Math.max(asked, 0), 600) : 1
}
