import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runWithProgress, tail } from './run-with-progress.mjs'
import { say, tell } from './say.mjs'

/**
 * Are the packages of package-lock.json the ones in node_modules?
 * @param {string} root the repository
 * @returns {'ready' | 'missing' | 'changed'}
 */
export function packagesState(root) {
  if (!existsSync(join(root, 'node_modules'))) return 'missing'
  const stamp = stampPath(root)
  if (existsSync(stamp))
    return readFileSync(stamp, 'utf8') === lockHash(root) ? 'ready' : agreesOr(root, 'changed')
  return agreesOr(root, 'missing')
}

/** Somebody ran npm by hand: its own record of what it installed is then as good as our stamp. */
function agreesOr(/** @type {string} */ root, /** @type {'missing' | 'changed'} */ otherwise) {
  return installedAgrees(root) ? 'ready' : otherwise
}

const stampPath = (/** @type {string} */ root) => join(root, 'node_modules', '.pult-packages')

const lockHash = (/** @type {string} */ root) =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')

/** @typedef {{ packages?: Record<string, { version?: string, integrity?: string, optional?: boolean }> }} Lock */

/** @param {string} root */
function installedAgrees(root) {
  try {
    const wanted = packagesIn(join(root, 'package-lock.json'))
    const installed = packagesIn(join(root, 'node_modules', '.package-lock.json'))
    return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
      if (path === '') return true
      const there = installed[path]
      if (!there) return optional === true
      return there.version === version && there.integrity === integrity
    })
  } catch {
    return false // unreadable or half-written: npm ci puts it right
  }
}

/** @param {string} path */
function packagesIn(path) {
  return /** @type {Lock} */ (JSON.parse(readFileSync(path, 'utf8'))).packages ?? {}
}

/**
 * Installs what package-lock.json names when it is not there yet; says what it does while it does it.
 * @param {string} root
 * @returns {Promise<boolean>} false after the failure was told
 */
export async function ensurePackages(root) {
  const state = packagesState(root)
  if (state !== 'ready') {
    tell(say(state === 'missing' ? 'packagesMissing' : 'packagesChanged'))
    const { program, args, shell } = npm()
    // Development packages are what builds and tests; optional ones hold Node 24 itself.
    const ci = [...args, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
    const { code, output, seconds } = await runWithProgress('npm ci', program, ci, { cwd: root, shell })
    if (code !== 0) {
      tell(tail(output))
      tell(say('packagesFailed', code))
      return false
    }
    tell(say('packagesReady', seconds))
  }
  writeFileSync(stampPath(root), lockHash(root))
  return true
}

/** The npm that started us, else the one on PATH (a .cmd on Windows, which only a shell can start). */
function npm() {
  const own = process.env.npm_execpath
  if (own && /npm-cli\.[cm]?js$/.test(own)) return { program: process.execPath, args: [own], shell: false }
  return { program: 'npm', args: [], shell: process.platform === 'win32' }
}
