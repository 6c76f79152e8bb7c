import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** One file and one old one: 10 MB on disk at most. */
const maxBytes = 5_000_000

/** The shell's own log: one JSON line per surprise. It tells names and stacks of our code, nothing of customers. */
export function openShellLog(path: string, now: () => Date): { surprise(error: unknown): void } {
  mkdirSync(dirname(path), { recursive: true })
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > maxBytes) renameSync(path, `${path}.1`)
  return {
    surprise(error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
      const line = JSON.stringify({ at: now().toISOString(), surprise: text })
      process.stderr.write(`${line}\n`)
      try {
        appendFileSync(path, `${line}\n`)
      } catch {
        // A full disk must not end the calls of a shell that only wanted to write about it; stderr has the line.
      }
    },
  }
}
