/** A Session-Expires header (RFC 4028 §4). */
export type SessionExpires = { seconds: number; refresher: 'uac' | 'uas' | null }

/** What both sides agreed on: how long the session lives without a refresh, and who sends it. */
export type SessionTimer = { seconds: number; refresher: 'us' | 'them' }

/** The least the RFC allows (§5), and what we ask of others. */
export const minSessionS = 90
/** A day: beyond that it is no timer, and it would overflow setTimeout after 24.8 days. */
const maxSessionS = 86_400

/** Reads `1800;refresher=uac` (header `Session-Expires` or its compact `x`); null when it is unreadable. */
export function readSessionExpires(value: string): SessionExpires | null {
  const [head = '', ...parameters] = value.split(';')
  const seconds = readSeconds(head)
  if (seconds === null) return null
  const named = parameters.map((one) => /^\s*refresher\s*=\s*(uac|uas)\s*$/i.exec(one)?.[1]?.toLowerCase())
  const refresher = named.find((one) => one === 'uac' || one === 'uas') ?? null
  return { seconds, refresher }
}

/** Reads `Min-SE: 90`; null when it is unreadable. */
export function readMinSe(value: string): number | null {
  return readSeconds(value.split(';')[0] ?? '')
}

function readSeconds(text: string): number | null {
  return /^\s*\d{1,10}\s*$/.test(text) ? Number(text) : null
}

export type TimerAnswer =
  | { kind: 'none' }
  /** 422 Session Interval Too Small, with `Min-SE: 90` (§9). */
  | { kind: 'tooSmall'; minSe: number }
  /** `header` goes into our 2xx, with `Require: timer`. */
  | { kind: 'timer'; timer: SessionTimer; header: string }

/**
 * What we answer to an INVITE or re-INVITE with these headers (§9). We let the caller refresh wherever the RFC leaves
 * it to us; a caller that names us keeps its word. Without `Supported: timer` there is no timer: nobody would refresh.
 */
export function answerTimer(request: { sessionExpires: string | null; supportsTimer: boolean }): TimerAnswer {
  const asked = request.sessionExpires === null ? null : readSessionExpires(request.sessionExpires)
  if (asked === null || !request.supportsTimer) return { kind: 'none' }
  if (asked.seconds < minSessionS) return { kind: 'tooSmall', minSe: minSessionS }
  const seconds = Math.min(asked.seconds, maxSessionS)
  const refresher = asked.refresher ?? 'uac'
  const timer: SessionTimer = { seconds, refresher: refresher === 'uac' ? 'them' : 'us' }
  return { kind: 'timer', timer, header: `${seconds};refresher=${refresher}` }
}

/** What the 2xx to our own INVITE or re-INVITE says (§7.2); null: the session has no timer. */
export function timerOfAnswer(sessionExpires: string | null): SessionTimer | null {
  const given = sessionExpires === null ? null : readSessionExpires(sessionExpires)
  if (given === null) return null
  // Less than the RFC's least would make us hang up within a minute of a healthy call.
  const seconds = Math.min(Math.max(given.seconds, minSessionS), maxSessionS)
  return { seconds, refresher: given.refresher === 'uac' ? 'us' : 'them' }
}

/**
 * When to act if no refresh comes, ms on the clock of `refreshedAt`: half of the interval to refresh ourselves, or
 * the end less the smaller of 32 s and a third of the interval to hang up (§10), end reason `expired`.
 */
export function timerDeadline(
  { seconds, refresher }: SessionTimer,
  refreshedAt: number,
): { at: number; act: 'refresh' | 'bye' } {
  if (refresher === 'us') return { at: refreshedAt + seconds * 500, act: 'refresh' }
  return { at: refreshedAt + (seconds - Math.min(32, seconds / 3)) * 1000, act: 'bye' }
}
