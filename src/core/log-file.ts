import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Log } from './ports.ts'

/** Ten files of 10 MB: a month of a busy console, 100 MB at most. */
const fileBytesMax = 10_000_000
const filesMax = 10

type Fields = Readonly<Record<string, string | number | boolean | null>>

/**
 * A log of JSON lines, turned over by size. It names events, codes, counts and references; of a surprise it keeps the
 * kind, the code and where it happened, never the message, which may quote what a person wrote.
 */
export function logFile(file: string, now: () => number = Date.now): Log {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  let bytes = sizeOf(file)
  const write = (level: string, event: string, fields: Fields) => {
    const line = `${JSON.stringify({ at: new Date(now()).toISOString(), level, event, ...fields })}\n`
    try {
      if (bytes + line.length > fileBytesMax) {
        turnOver(file)
        bytes = 0
      }
      appendFileSync(file, line, { mode: 0o600 })
      bytes += Buffer.byteLength(line)
    } catch {
      // A full disk must not end a call: the line is lost, the work goes on.
    }
  }
  return {
    info: (event, fields = {}) => write('info', event, fields),
    warn: (event, fields = {}) => write('warn', event, fields),
    surprise(event, error) {
      const reference = randomUUID().slice(0, 8)
      write('error', event, { reference, ...tracesOf(error) })
      return reference
    },
  }
}

/** Kind, code and the frames of a stack without its message. */
export function tracesOf(error: unknown): Fields {
  if (!(error instanceof Error)) return { kind: typeof error }
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim().replace(/\(?(file:\/\/)?\/?\S*?((src|node_modules)\/\S+)/, '($2'))
    .slice(0, 8)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  const cause = error.cause instanceof Error ? error.cause.name : null
  return { kind: error.name, code, cause, where: frames.join(' | ') }
}

function turnOver(file: string): void {
  rmSync(`${file}.${filesMax - 1}`, { force: true })
  for (let nth = filesMax - 2; nth >= 0; nth--) {
    const from = nth === 0 ? file : `${file}.${nth}`
    if (sizeOf(from) > 0) renameSync(from, `${file}.${nth + 1}`)
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
