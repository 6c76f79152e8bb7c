import { readFileSync, rmSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Another running process has this folder open. The message is for a person at a terminal. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse'
  constructor(folder: string, pid: number) {
    super(
      `The desk's folder ${folder} is in use by process ${pid}. ` +
        'Stop that desk first, or give this one another folder with --folder.',
    )
  }
}

/**
 * Takes `desk.lock` in the folder: pid and boot id. A lock of a process that is gone, or of an earlier boot, is
 * taken over. Answers the way to release it.
 */
export async function lockFolder(folder: string): Promise<() => void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'desk.lock')
  const mine = `${process.pid} ${bootId()}`
  for (let attempt = 0; ; attempt++) {
    try {
      await writeFile(file, mine, { flag: 'wx', mode: 0o600 })
      return () => {
        if (contentOf(file) === mine) rmSync(file, { force: true })
      }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      const [pid, boot] = (await readFile(file, 'utf8').catch(() => '')).split(' ')
      const holder = Number(pid)
      // Three turns: somebody else may take over the same stale lock at the same moment.
      if ((boot === bootId() && isRunning(holder)) || attempt >= 3) throw new FolderInUse(folder, holder)
      await rm(file, { force: true })
    }
  }
}

/** Tells pids of this boot from the same pids of the last one; '-' where the system has no such file. */
function bootId(): string {
  return contentOf('/proc/sys/kernel/random/boot_id')?.trim() ?? '-'
}

function contentOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
