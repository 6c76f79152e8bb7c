import type { LineFault } from '#domain/call/line.ts'
import type { Instant } from '#domain/instant.ts'

/** What every phase but `off` keeps. */
export type LineCommon = {
  server: number
  servers: number
  attempt: number
  /** Refusals in a row. */
  refusals: number
  /** REGISTERs in a row that nobody answered on an open socket. */
  silences: number
  wasReady: boolean
  /** When the account was set: deaf from then if it never worked. */
  startedAt: Instant
  deafSince: Instant | null
  fault: LineFault | null
}

/**
 *   off ─account─▶ connecting ─opened─▶ registering ─registered─▶ ready ⟲ refresh, keep-alive
 *   connecting/registering/ready ─closed, timeout─▶ backoff ─retry, online, asked─▶ connecting
 *   registering/ready ─refused─▶ refused (or backoff while it may be the PBX starting) ─asked─▶ connecting
 *   any ─account: none─▶ off
 */
export type LineState =
  | { phase: 'off'; fault: LineFault | null }
  | ({ phase: 'connecting' } & LineCommon)
  | ({ phase: 'registering' } & LineCommon)
  | ({ phase: 'ready'; since: Instant; lastRegisterAt: Instant; refreshing: boolean } & KeepAlive &
      LineCommon)
  | ({ phase: 'backoff'; retryAt: Instant } & LineCommon)
  | ({ phase: 'refused' } & LineCommon)

type KeepAlive = { heard: boolean; misses: number; tickAt: Instant }

export type LineTimer = 'connect' | 'register' | 'retry' | 'refresh' | 'keepAlive'

export type LineEvent =
  /** `servers` is their number; 0: there is no account. */
  | { type: 'account'; servers: number }
  | { type: 'opened' }
  | { type: 'closed' }
  /** The 200 to REGISTER on this socket; `expiresS` as the PBX granted. */
  | { type: 'registered'; expiresS: number }
  /** The 200 named other contacts and not ours. */
  | { type: 'replaced' }
  | { type: 'registerRefused'; code: number; withCredentials: boolean; retryAfterS: number | null }
  /** What was found out of a server that did not open: a browser itself does not tell. */
  | { type: 'certificate'; trusted: boolean }
  /** Anything at all from the PBX. */
  | { type: 'heard' }
  | { type: 'timer'; name: LineTimer }
  /** The network came back or changed: check or try at once. */
  | { type: 'network' }
  /** A person asked. */
  | { type: 'retryNow' }

export type LineEffect =
  | { do: 'open'; server: number }
  | { do: 'close' }
  | { do: 'register' }
  | { do: 'ping' }
  | { do: 'timer'; name: LineTimer; ms: number }
  /** Stops every timer of the line. */
  | { do: 'clearTimers' }
  /** The socket that knew the live calls is gone. */
  | { do: 'detachCalls' }
  /** Ready again: live calls must tell the PBX their new way. */
  | { do: 'attachCalls' }

export type LineStep = { state: LineState; effects: LineEffect[] }
