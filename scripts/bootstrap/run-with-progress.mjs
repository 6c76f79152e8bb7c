import { spawn } from 'node:child_process'
import { say, tell } from './say.mjs'

/** Longer than the "over 1 s shows progress" rule would ask, because each is a line that stays in a log. */
const heartbeatMs = 5_000

/**
 * Runs a program quietly, telling every few seconds that it still works.
 * @param {string} what words for the progress line
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ code: number, output: string, seconds: number }>} never rejects; a program that cannot start is 127
 */
export function runWithProgress(what, program, args, options = {}) {
  const started = Date.now()
  const seconds = () => Math.round((Date.now() - started) / 1000)
  return new Promise((done) => {
    let output = ''
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    const heartbeat = setInterval(() => tell(`  ${say('stillWorking', what, seconds())}`), heartbeatMs)
    const end = (/** @type {number} */ code) => {
      clearInterval(heartbeat)
      done({ code, output, seconds: seconds() })
    }
    const keep = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString()
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    child.on('error', (error) => {
      output += `${error.message}\n`
      end(127)
    })
    child.on('close', (code, signal) => end(code ?? (signal ? 128 : 1)))
  })
}

/** The end of a program's output, where the reason usually stands. @param {string} output @param {number} [lines] */
export function tail(output, lines = 20) {
  return output.trimEnd().split('\n').slice(-lines).join('\n')
}
