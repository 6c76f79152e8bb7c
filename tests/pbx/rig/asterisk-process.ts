import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, openSync, watch } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { asteriskProgram } from './asterisk-files.ts'
import { type RigPlan, rigFiles } from './rig-plan.ts'
import { runTool } from './run-tool.ts'

/** Measured 0.8-1.9 s on two busy cores; a machine that needs longer than this is not fit for calls. */
const bootLimitMs = 30_000
/** Asterisk ends calls and closes its database in well under this. */
const stopLimitMs = 10_000

export type AsteriskProcess = {
  readonly pid: number
  /** Ends it and waits until it is gone: SIGTERM lets it finish, SIGKILL is the power cut. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** Resolves when the process is gone, whoever ended it. */
  readonly gone: Promise<void>
}

/** Runs one command on the running Asterisk's console and answers what it printed, without colours. */
export async function asteriskCli(plan: RigPlan, command: string): Promise<string> {
  const program = asteriskProgram(plan.prefix)
  const args = [...program.args, '-C', rigFiles(plan).mainConfig, '-rx', command]
  const { code, stdout, stderr } = await runTool(program.file, args)
  if (code !== 0) throw new Error(`the Asterisk console refused "${command}": ${(stdout || stderr).trim()}`)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ANSI colours begin with ESC.
  return stdout.replace(/\x1b\[[0-9;]*m/g, '')
}

/** Starts the process and resolves when it says "fully booted". The child never outlives this process. */
export async function bootAsterisk(plan: RigPlan): Promise<AsteriskProcess> {
  const output = openSync(join(plan.folder, 'console.log'), 'a', 0o600)
  const program = asteriskProgram(plan.prefix)
  // The kernel ends the child with its parent, even when that is killed with SIGKILL.
  const child = spawn(
    'setpriv',
    ['--pdeathsig', 'KILL', program.file, ...program.args, '-f', '-C', rigFiles(plan).mainConfig],
    { stdio: ['ignore', output, output], env: { PATH: process.env.PATH, HOME: plan.folder, TERM: 'dumb' } },
  )
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const atExit = () => child.kill('SIGKILL')
  process.once('exit', atExit)
  void gone.then(() => process.removeListener('exit', atExit))
  child.unref()
  try {
    await fullyBooted(plan, child, gone)
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
  return { pid: child.pid!, gone, end: (signal) => endProcess(child, gone, signal) }
}

async function endProcess(child: ChildProcess, gone: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.ref()
  child.kill(signal)
  const late = setTimeout(() => child.kill('SIGKILL'), stopLimitMs)
  await gone
  clearTimeout(late)
}

async function fullyBooted(plan: RigPlan, child: ChildProcess, gone: Promise<void>): Promise<void> {
  const limit = new AbortController()
  const tooLate = pause(bootLimitMs, 'late' as const, { signal: limit.signal, ref: true }).catch(
    () => 'over' as const,
  )
  try {
    const socketThere = controlSocket(plan, limit.signal).then(async () => {
      while (!limit.signal.aborted) {
        // The socket exists a moment before Asterisk listens on it; the command itself then waits for the boot.
        const said = await asteriskCli(plan, 'core waitfullybooted').catch(() => '')
        if (said.includes('fully booted')) return 'booted' as const
      }
      return 'over' as const
    })
    const first = await Promise.race([socketThere, tooLate, gone.then(() => 'gone' as const)])
    if (first === 'booted') return
    const how = first === 'gone' ? `ended with ${child.exitCode}` : `was not ready after ${bootLimitMs} ms`
    throw new Error(`Asterisk ${how}; see ${join(plan.folder, 'console.log')}`)
  } finally {
    limit.abort()
  }
}

/** Resolves when Asterisk has made its control socket. */
function controlSocket(plan: RigPlan, signal: AbortSignal): Promise<void> {
  const folder = join(plan.folder, 'run')
  return new Promise((resolve) => {
    const watcher = watch(folder, { signal }, () => look())
    // Closing by the signal is reported as an error on some Node versions.
    watcher.on('error', () => resolve())
    const look = () => {
      if (!existsSync(join(folder, 'asterisk.ctl'))) return
      watcher.close()
      resolve()
    }
    look()
  })
}
