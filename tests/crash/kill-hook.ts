/**
 * Loaded by the child alone, before the core: names every durable step by the statement or file it is made of, and ends
 * the process by SIGKILL at the chosen one. The core itself knows nothing of it.
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import Database from 'better-sqlite3'
import { fileSteps, requestSteps, sqlSteps } from './steps.ts'

const { appendFileSync } = fs
/** Steps since the hook was armed, by name. */
const counts = new Map<string, number>()
let armed: { point: string; nth: number } | null = null

/** From here on steps are counted; at the `nth` of this name the process ends. The filling worker reads it at its start. */
export function arm(point: string | null, nth: number): void {
  counts.clear()
  armed = point === null ? null : { point, nth }
  process.env.CRASH_ARMED = JSON.stringify(armed)
}

export function stepsSeen(): string[] {
  return [...counts.keys()]
}

if (process.env.CRASH_ARMED) armed = JSON.parse(process.env.CRASH_ARMED)

function reached(name: string): void {
  const count = (counts.get(name) ?? 0) + 1
  counts.set(name, count)
  if (process.env.CRASH_STEPS) appendFileSync(process.env.CRASH_STEPS, `${name}\n`)
  if (armed === null || armed.point !== name || armed.nth !== count) return
  appendFileSync(process.env.CRASH_SAID ?? '', `${JSON.stringify({ type: 'killed', point: name })}\n`)
  process.kill(process.pid, 'SIGKILL')
}

// SQLite: a step is done when its transaction is; what was written before the commit is a point of its own.

const written = new WeakMap<Database.Database, string[]>()

function wrote(db: Database.Database, sql: string, args: readonly unknown[]): void {
  const name = sqlSteps(db.name, sql, args)
  if (name === null) return
  if (!db.inTransaction) {
    reached(name)
    return
  }
  const open = written.get(db) ?? []
  written.set(db, open)
  open.push(name)
  reached(`${name}, not committed`)
}

const plain = Database.prototype
const { transaction, exec, pragma } = plain
plain.transaction = function wrapped(this: Database.Database, run: never) {
  const inner = transaction.call(this, run) as unknown as (...args: unknown[]) => unknown
  return (...args: unknown[]) => {
    const outermost = !this.inTransaction
    if (outermost) written.delete(this)
    const answer = inner(...args)
    if (outermost) for (const name of new Set(written.get(this))) reached(name)
    return answer
  }
} as never
plain.exec = function wrapped(this: Database.Database, sql: string) {
  const answer = exec.call(this, sql)
  wrote(this, sql, [])
  return answer
}
plain.pragma = function wrapped(this: Database.Database, text: string, options?: never) {
  const broken = process.env.CRASH_MUTANT === 'unflushed'
  const answer = pragma.call(
    this,
    broken ? text.replace('synchronous=FULL', 'synchronous=NORMAL') : text,
    options,
  )
  wrote(this, `pragma ${text}`, [])
  return answer
} as never

const probe = new Database(':memory:')
const statement = Object.getPrototypeOf(probe.prepare('select 1'))
probe.close()
const { run } = statement
statement.run = function wrapped(this: { source: string; database: Database.Database }, ...args: unknown[]) {
  const answer = run.apply(this, args)
  wrote(this.database, this.source, args)
  return answer
}

// Files beside the databases.

const paths = new Map<number, string>()
const { openSync } = fs
fs.openSync = ((path: fs.PathLike, ...rest: [never]) => {
  const file = openSync(path, ...rest)
  paths.set(file, String(path))
  did('openSync', [path])
  return file
}) as typeof fs.openSync

function did(call: string, args: readonly unknown[]): void {
  const places = args.map((arg) => (typeof arg === 'number' ? (paths.get(arg) ?? '') : String(arg)))
  const name = fileSteps(call, places[0] ?? '', places[1] ?? '')
  if (name !== null) reached(name)
}

const calls = [
  'writeFileSync',
  'appendFileSync',
  'writeSync',
  'fsyncSync',
  'renameSync',
  'rmSync',
  'copyFileSync',
] as const
for (const call of calls) {
  const original = fs[call] as (...args: unknown[]) => unknown
  Object.assign(fs, {
    [call]: (...args: unknown[]) => {
      const answer = original(...args)
      did(call, args.slice(0, 2))
      return answer
    },
  })
}
syncBuiltinESMExports()

// The desk: what it has done before its answer is read.

const { fetch } = globalThis
globalThis.fetch = async (input, init) => {
  if (offline)
    throw new TypeError('fetch failed', { cause: Object.assign(new Error('away'), { code: 'ECONNREFUSED' }) })
  const answer = await fetch(input, init)
  const name = requestSteps(new URL(input instanceof Request ? input.url : String(input)).pathname)
  if (name !== null) reached(name)
  return answer
}

let offline = false
/** Pulls the network cable, or puts it in again: for requests made from now on. */
export function setOffline(to: boolean): void {
  offline = to
}
