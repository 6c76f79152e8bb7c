import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../../..')

/** Puts the peers into `.cache/bench`, once for each lockfile; answers the folder to require them from. */
export function installPeers(say: (line: string) => void): string {
  const lock = join(import.meta.dirname, 'package-lock.json')
  const version = createHash('sha256').update(readFileSync(lock)).digest('hex').slice(0, 16)
  const folder = join(root, '.cache/bench', `peers-${version}`)
  if (existsSync(folder)) return folder
  say('installing what is measured beside …')
  const building = join(root, '.cache/bench', `peers-building-${process.pid}`)
  mkdirSync(building, { recursive: true })
  try {
    for (const file of ['package.json', 'package-lock.json'])
      copyFileSync(join(import.meta.dirname, file), join(building, file))
    const { status, stderr } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
      cwd: building,
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(`npm ci ended with ${status}: ${stderr.slice(-500)}`)
    if (!existsSync(folder)) renameSync(building, folder)
  } finally {
    rmSync(building, { recursive: true, force: true })
  }
  return folder
}
