import type { Instant } from '#domain/instant.ts'
import type { DeskLink } from './desk-link.ts'

/** Wall clock for showing and stamping, monotonic for waiting; never for ordering changes. */
export interface Clock {
  /** ms since the epoch. */
  now(): Instant
  /** ms, only forwards; survives a set clock. */
  monotonic(): number
  /** Calls back once after `ms`; answers the way to cancel. */
  after(ms: number, run: () => void): () => void
}

/** UUIDv7 text. */
export type NewId = () => string

/** Random number in [0, 1). */
export type Random = () => number

/** Small secrets kept by the operating system (Electron) or in a 0600 file (web shell). */
export interface Secrets {
  get(name: string): Promise<string | null>
  set(name: string, value: string): Promise<void>
  remove(name: string): Promise<void>
  /** Where the keys lie, for the settings screen and the log. */
  readonly kind: 'os' | 'file' | 'memory'
}

/** Structured, without personal data: names of events, codes, counts, references. */
export interface Log {
  info(event: string, fields?: Readonly<Record<string, string | number | boolean | null>>): void
  warn(event: string, fields?: Readonly<Record<string, string | number | boolean | null>>): void
  /** Logs a surprise once; answers the reference that is shown to the person. */
  surprise(event: string, error: unknown): string
}

/** What the outside gives a core when it starts. */
export interface Ports {
  clock: Clock
  newId: NewId
  random: Random
  secrets: Secrets
  log: Log
  /** Makes the link to a desk at an address (https, or http on loopback). */
  deskLink(address: string): DeskLink
}
