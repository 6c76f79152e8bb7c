import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../../..')

/** `npm start -- --no-window --config …` without npm around it. */
export class StartedProcess {
  readonly began: number
  readonly #child: ChildProcess

  constructor(folder: string, configFile: string) {
    this.began = performance.timeOrigin + performance.now()
    this.#child = spawn(
      process.execPath,
      [join(root, 'scripts/start.ts'), '--no-window', '--config', configFile, '--folder', folder],
      { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
    )
  }

  /** Resolves with the console's address when it is printed, and when that was, ms since the epoch. */
  address(): Promise<{ address: string; at: number }> {
    return new Promise((resolve, reject) => {
      let text = ''
      this.#child.stdout?.on('data', (part) => {
        text += String(part)
        const [address] = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(text) ?? []
        if (address) resolve({ address, at: performance.timeOrigin + performance.now() })
      })
      this.#child.once('exit', (code) => reject(new Error(`npm start ended with ${code}: ${text}`)))
    })
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    await ended
  }
}

/** Takes a file out of the system's memory, as after a night; false where the system has no such way. */
export function forgetFile(file: string): boolean {
  return spawnSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' }).status === 0
}
