import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'

/** Another Pult works on this folder: two writers would spoil each other's numbers. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning'
  readonly pid: number
  constructor(pid: number) {
    super(`another Pult (process ${pid}) works on this folder`)
    this.pid = pid
  }
}

const holder = z.object({ pid: z.number().int(), boot: z.string(), started: z.string() })

/** Folders held by this very process: a pid says nothing about those. */
const heldHere = new Set<string>()

/** Takes the folder for this process until the answered function is called. Throws `AlreadyRunning`. */
export function lockFolder(folder: string): () => void {
  const file = join(resolve(folder), 'core.lock')
  if (heldHere.has(file)) throw new AlreadyRunning(process.pid)
  const own = JSON.stringify({ pid: process.pid, boot: bootId(), started: startOf(process.pid) })
  for (let tries = 0; ; tries++) {
    try {
      writeFileSync(file, own, { flag: 'wx', mode: 0o600 })
      break
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST') || tries > 0) throw error
      const other = aliveHolder(file)
      if (other !== null) throw new AlreadyRunning(other)
      rmSync(file, { force: true })
    }
  }
  heldHere.add(file)
  return () => {
    if (heldHere.delete(file)) rmSync(file, { force: true })
  }
}

/** Pid of the process that holds the lock, null when it died, the machine was restarted or the pid is another's now. */
function aliveHolder(file: string): number | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return null
  }
  const parsed = holder.safeParse(parseJson(text))
  if (!parsed.success) return null
  const { pid, boot, started } = parsed.data
  if (boot !== bootId() || pid === process.pid || !isAlive(pid) || started !== startOf(pid)) return null
  return pid
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Linux tells a boot apart; elsewhere '' and the pid alone must do. */
function bootId(): string {
  return readOr('/proc/sys/kernel/random/boot_id', '').trim()
}

/** Start time of a process in ticks (proc(5), field 22), so that a pid used again is not taken for the holder. */
function startOf(pid: number): string {
  const stat = readOr(`/proc/${pid}/stat`, '')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return otherwise
  }
}
