import { existsSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { pieces } from './pieces.mjs'
import { runWithProgress, tail } from './run-with-progress.mjs'
import { say, tell } from './say.mjs'

/** apt's own wait for dpkg's lock, seconds: a workstation's nightly upgrade is shorter. */
const lockWaitSeconds = 120
/** The list lock has no such wait in Debian 12, so it is waited for here. */
const retries = 12
const retryMs = 5_000

const lockedByAnother =
  /could not get lock|unable to (?:acquire|lock)|is another process using it|held by process/i

/** @typedef {import('./pieces.mjs').PieceName} PieceName */

/**
 * Installs what is missing where that can be done unasked (root on Debian or Ubuntu); says why where it cannot.
 * @param {readonly PieceName[]} wanted
 * @returns {Promise<{ found: Partial<Record<PieceName, string>>, missing: { piece: PieceName, why: string }[] }>}
 */
export async function ensurePieces(wanted) {
  const absent = wanted.filter((name) => pieces[name].find() === null)
  let why = null
  if (absent.length > 0) {
    why = refusal(absent) ?? (await install(absent))
  }
  /** @type {Partial<Record<PieceName, string>>} */
  const found = {}
  const missing = []
  for (const piece of wanted) {
    const path = pieces[piece].find()
    if (path === null) missing.push({ piece, why: why ?? say('whyAptFailed', pieces[piece].apt) })
    else found[piece] = path
  }
  return { found, missing }
}

const aptNames = (/** @type {readonly PieceName[]} */ names) =>
  names.map((name) => pieces[name].apt).join(' ')

/** @param {readonly PieceName[]} absent @returns {string | null} why nothing can be installed here */
function refusal(absent) {
  if (!existsSync('/usr/bin/apt-get')) return say('whyNoApt', aptNames(absent))
  if (process.getuid?.() !== 0) return say('whyNoRoot', aptNames(absent))
  return null
}

/** @param {readonly PieceName[]} absent @returns {Promise<string | null>} why it failed, null when it went well */
async function install(absent) {
  const names = aptNames(absent)
  tell(say('installing', names))
  const started = Date.now()
  const update = await apt('apt-get update', ['update'])
  const result =
    update ??
    (await apt(`apt-get install ${names}`, ['install', '-y', '--no-install-recommends', ...names.split(' ')]))
  if (result !== null) {
    tell(say('aptFailed', names))
    tell(result)
    return say('whyAptFailed', names)
  }
  tell(say('installed', names, Math.round((Date.now() - started) / 1000)))
  return null
}

/** @param {string} what @param {string[]} args @returns {Promise<string | null>} the end of apt's words when it failed */
async function apt(what, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' }
  const wait = ['-o', `DPkg::Lock::Timeout=${lockWaitSeconds}`]
  for (let attempt = 1; ; attempt++) {
    const { code, output } = await runWithProgress(what, 'apt-get', [...wait, ...args], { env })
    if (code === 0) return null
    if (attempt > retries || !lockedByAnother.test(output)) return tail(output)
    tell(say('aptBusy', retryMs / 1000))
    await delay(retryMs)
  }
}
