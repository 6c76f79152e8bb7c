import { sqlState } from '../db/db.ts'

/** What a log line may hold: codes, counts and our own random ids. Never a name, number, text, address or token. */
export type LogFields = { event: string } & Readonly<Record<string, string | number | boolean | null>>

export interface DeskLog {
  info(fields: LogFields): void
  warn(fields: LogFields): void
  /** A surprise, once. Only what cannot carry somebody's data is written. */
  fault(event: string, error: unknown): void
}

export interface LogSink {
  info(fields: object): void
  warn(fields: object): void
  error(fields: object): void
}

export function deskLog(sink: LogSink): DeskLog {
  return {
    info: (fields) => sink.info(fields),
    warn: (fields) => sink.warn(fields),
    fault: (event, error) => sink.error({ event, ...safeError(error) }),
  }
}

/**
 * An error without its message: messages of parsers and databases quote the data they choked on. What stays is the
 * kind, the SQLSTATE, and the places in our code.
 */
export function safeError(error: unknown): { error: string; state: string; where: string } {
  if (!(error instanceof Error)) return { error: typeof error, state: '', where: '' }
  const frames = (error.stack ?? '')
    .replace(error.message, '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim().replace(/(file:\/\/)?\/\S*?\/(?=(src|node_modules|scripts|tests)\/)/, ''))
  return { error: error.name, state: sqlState(error), where: frames.join(' < ') }
}
