#!/usr/bin/env node
// The door of every `npm run VERB`: plain JavaScript for Node 20.19 with nothing installed. It fetches what the verb
// misses, then hands over to scripts/VERB.ts under the project's own Node.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const verbs = ['start', 'test', 'desk', 'bench', 'pbx', 'sim', 'crash', 'build', 'package']

process.exitCode = await main(process.argv[2] ?? '', process.argv.slice(3))

/** @param {string} verb @param {string[]} args @returns {Promise<number>} the exit code */
async function main(verb, args) {
  const { say, tell } = await import('./bootstrap/say.mjs')
  if (!verbs.includes(verb)) {
    tell(say('usage', verbs.join(', ')))
    return 2
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    tell(say('bootstrapTooOld', process.versions.node))
    return 1
  }
  const { ensurePackages } = await import('./bootstrap/npm-packages.mjs')
  if (!(await ensurePackages(root))) return 1

  const { projectNode } = await import('./bootstrap/project-node.mjs')
  const node = projectNode(root)
  if (node === null) {
    tell(say('nodeTooOld', process.versions.node))
    return 1
  }
  const script = join(root, 'scripts', `${verb}.ts`)
  if (!existsSync(script)) {
    tell(say('noScript', verb))
    return 1
  }
  const { pieces, piecesFor } = await import('./bootstrap/pieces.mjs')
  const { ensurePieces } = await import('./bootstrap/apt.mjs')
  const { found, missing } = await ensurePieces(piecesFor(verb, args, root))
  for (const { piece, why } of missing) tell(say('pieceSkipped', pieces[piece].called, why))
  if (missing.length > 0 && process.env.CI === 'true') {
    tell(say('ciNeedsAll'))
    return 1
  }
  return handOver(node, [script, ...args], {
    ...process.env,
    PATH: [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter),
    ...(found.chromium !== undefined && { PULT_CHROMIUM: found.chromium }),
    PULT_MISSING: JSON.stringify(Object.fromEntries(missing.map(({ piece, why }) => [piece, why]))),
  })
}

/**
 * Runs the verb in this terminal; signals go on to it, and its end is ours.
 * @param {string} program @param {string[]} args @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
function handOver(program, args, env) {
  return new Promise((done) => {
    const child = spawn(program, args, { cwd: root, env, stdio: 'inherit' })
    // Ctrl+C reaches the whole terminal group by itself; sent twice it would cut the verb's own ending short.
    process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
    for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
      process.on(signal, () => child.kill(signal))
    endWithNpm(() => child.kill('SIGTERM'))
    child.on('error', (error) => {
      process.stderr.write(`${error.message}\n`)
      done(127)
    })
    child.on('exit', (code, signal) => done(code ?? 128 + (signal ? constants.signals[signal] : 1)))
  })
}

/**
 * npm passes a signal to the shell it started us by, and that shell dies without passing it on: seen from here, the
 * parent is another one. Only under npm: started by hand and left in the background, the verb outlives its terminal.
 * @param {() => void} end
 */
function endWithNpm(end) {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    end()
  }, 500)
  watch.unref()
}
