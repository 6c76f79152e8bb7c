import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { debianArchive, installAsterisk } from './install-asterisk.ts'
import { hasTool } from './run-tool.ts'

type Log = (line: string) => void
export type AsteriskAvailability = { ok: true; prefix: string } | { ok: false; why: string }

const cache = join(import.meta.dirname, '../../../.cache')
const prefix = join(cache, 'asterisk')
const building = join(cache, 'asterisk-building')
const lock = join(cache, 'asterisk-lock')

/** Raise it when the recipe changes (packages, modules, layout): an older prefix is then made anew. */
const recipe = 1

/** How often a second process looks whether the first has finished; a person waits for minutes here anyway. */
const lockLookMs = 500

/**
 * Makes sure a real Asterisk 22 stands in `.cache/asterisk` (about 22 s and 52 MB the first time), beside and
 * without touching the host's packages. Answers why not where that cannot be done. Safe to call from several
 * processes at once: one installs, the others wait.
 */
export async function ensureAsterisk(log: Log): Promise<AsteriskAvailability> {
  if (await isInstalled()) return { ok: true, prefix }
  const why = await whyNotHere()
  if (why) return { ok: false, why }
  await mkdir(cache, { recursive: true })
  await takeLock(log)
  try {
    if (await isInstalled()) return { ok: true, prefix }
    return await installWithOneRetry(log)
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
}

/** Whether a finished prefix of the present recipe is there; looks only, installs nothing. */
export async function isInstalled(): Promise<boolean> {
  const stamp = await readFile(join(prefix, 'stamp.json'), 'utf8').catch(() => null)
  return stamp !== null && (JSON.parse(stamp) as { recipe?: number }).recipe === recipe
}

async function whyNotHere(): Promise<string | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `Asterisk is unpacked from Debian packages for Linux x64; this is ${process.platform} ${process.arch}`
  }
  for (const tool of ['apt-get', 'dpkg-deb']) {
    if (!(await hasTool(tool))) return `Asterisk is unpacked from Debian packages and needs ${tool}`
  }
  if (process.getuid?.() !== 0) return 'fetching the Asterisk packages needs root (apt-get)'
  if (!(await debianArchive())) return 'the apt sources of this system name no Debian archive'
  return null
}

async function installWithOneRetry(log: Log): Promise<AsteriskAvailability> {
  let last = ''
  for (let attempt = 1; attempt <= 2; attempt++) {
    await rm(building, { recursive: true, force: true })
    try {
      await mkdir(building, { recursive: true })
      const version = await installAsterisk(building, log)
      await writeFile(join(building, 'stamp.json'), `${JSON.stringify({ recipe, version })}\n`)
      await rm(prefix, { recursive: true, force: true })
      await rename(building, prefix)
      log(`asterisk: ${version} is ready`)
      return { ok: true, prefix }
    } catch (error) {
      last = error instanceof Error ? error.message : String(error)
      log(`asterisk: attempt ${attempt} failed: ${last}`)
    }
  }
  await rm(building, { recursive: true, force: true })
  return { ok: false, why: `Asterisk could not be installed: ${last}` }
}

/**
 * The lock is a folder that already holds its owner's id when it is moved into place; moving onto a folder that is
 * not empty fails. A lock whose owner is dead is taken over.
 */
async function takeLock(log: Log): Promise<void> {
  const own = `${lock}-${process.pid}`
  await mkdir(own, { recursive: true })
  await writeFile(join(own, 'pid'), String(process.pid))
  let said = false
  while (!(await moved(own, lock))) {
    const holder = await ownerOf(lock)
    if (holder !== null && !isAlive(holder) && (await removeLockOf(holder, own))) continue
    if (!said) log('asterisk: another process is installing it, waiting')
    said = true
    await pause(lockLookMs)
  }
}

async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

async function ownerOf(folder: string): Promise<number | null> {
  const text = await readFile(join(folder, 'pid'), 'utf8').catch(() => null)
  return text === null ? null : Number(text)
}

/** Somebody else may have taken over in the meantime: what was moved away is looked at again, and put back then. */
async function removeLockOf(dead: number, own: string): Promise<boolean> {
  const aside = `${own}-dead`
  if (!(await moved(lock, aside).catch(() => false))) return false
  if ((await ownerOf(aside)) !== dead) {
    await moved(aside, lock)
    return false
  }
  await rm(aside, { recursive: true, force: true })
  return true
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
