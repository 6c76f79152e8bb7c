import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * Programs outside npm that a verb uses. `find` gives the program's path or null.
 * @typedef {'chromium' | 'sipp' | 'openssl' | 'postgres' | 'nats' | 'compiler'} PieceName
 * @type {Record<PieceName, { called: string, apt: string, find: () => string | null }>}
 */
export const pieces = {
  chromium: {
    called: 'Chromium',
    apt: 'chromium',
    find: () =>
      process.env.PULT_CHROMIUM ||
      onPath('chromium', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge') ||
      firstThere(
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
        String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
        String.raw`C:\Program Files (x86)\Google\Chrome\Application\chrome.exe`,
        String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
      ),
  },
  sipp: { called: 'SIPp', apt: 'sip-tester', find: () => onPath('sipp') },
  openssl: { called: 'OpenSSL', apt: 'openssl', find: () => onPath('openssl') },
  compiler: {
    called: 'C compiler',
    apt: 'gcc libc6-dev',
    // The compiler alone comes without the library's headers.
    find: () => (existsSync('/usr/include/stdio.h') ? onPath('cc') : null),
  },
  nats: {
    called: 'NATS',
    apt: 'nats-server',
    find: () => onPath('nats-server') || firstThere('/usr/sbin/nats-server'),
  },
  postgres: {
    called: 'PostgreSQL',
    apt: 'postgresql',
    find: () => onPath('initdb') || newestDebianPostgres(),
  },
}

/** Which pieces each kind of test uses, by its folder under tests/. @type {Record<string, readonly PieceName[]>} */
const piecesOfTests = {
  bench: ['chromium'],
  crash: ['compiler'],
  desk: ['postgres', 'nats'],
  e2e: ['chromium'],
  electron: ['chromium'],
  pbx: ['chromium', 'sipp', 'openssl'],
  web: ['chromium'],
}

/**
 * What a verb misses out of npm's reach.
 * @param {string} verb
 * @param {readonly string[]} args of the verb
 * @param {string} root
 * @returns {PieceName[]}
 */
export function piecesFor(verb, args, root) {
  switch (verb) {
    case 'start':
      return args.includes('--no-window') || electronIsThere(root) ? ['openssl'] : ['chromium', 'openssl']
    case 'bench':
      return ['chromium']
    case 'pbx':
      return ['sipp', 'openssl']
    case 'test': {
      const needed = testFiles(root, args).flatMap((path) => piecesOfTests[path.split('/')[1] ?? ''] ?? [])
      return [...new Set(needed)]
    }
    default:
      return []
  }
}

/**
 * Test files (repository-relative, `/`) whose path holds one of the patterns; all of them without a pattern.
 * @param {string} root
 * @param {readonly string[]} args of `npm test`; those that start with `-` are vitest's own
 */
export function testFiles(root, args) {
  const patterns = args.filter((arg) => !arg.startsWith('-'))
  if (!existsSync(join(root, 'tests'))) return []
  return readdirSync(join(root, 'tests'), { recursive: true })
    .map((path) => `tests/${String(path).replaceAll('\\', '/')}`)
    .filter((path) => /\.test\.tsx?$/.test(path))
    .filter((path) => patterns.length === 0 || patterns.some((pattern) => path.includes(pattern)))
    .sort()
}

function electronIsThere(/** @type {string} */ root) {
  return Boolean(process.env.ELECTRON_EXEC_PATH) || existsSync(join(root, 'node_modules', 'electron', 'dist'))
}

function onPath(/** @type {string[]} */ ...names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  const endings = process.platform === 'win32' ? ['.exe'] : ['']
  return firstThere(
    ...names.flatMap((name) => folders.flatMap((folder) => endings.map((end) => join(folder, name + end)))),
  )
}

function firstThere(/** @type {string[]} */ ...paths) {
  return paths.find((path) => existsSync(path)) ?? null
}

/** Debian keeps the server's own programs out of PATH, by major version. */
function newestDebianPostgres() {
  const home = '/usr/lib/postgresql'
  if (!existsSync(home)) return null
  const newestFirst = readdirSync(home).sort((a, b) => Number(b) - Number(a))
  return firstThere(...newestFirst.map((version) => join(home, version, 'bin', 'initdb')))
}
