import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'

/** How long a program may take to say an awaited line on a busy two-core machine, ms. */
const patienceMs = 40_000

export type Ending = { code: number | null; signal: NodeJS.Signals | null }

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** A Node program of its own, which a test may kill; it never outlives the test. */
export class Program {
  readonly child: ChildProcess
  readonly ended: Promise<Ending>
  #said = ''
  readonly #heard = new Set<() => void>()

  constructor(script: string, args: readonly string[] = [], options: SpawnOptions = {}) {
    const { env, ...rest } = options
    this.child = spawn(process.execPath, [script, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...rest,
      // The terminal's language is a fact of the test, not of the machine.
      env: { ...process.env, LC_ALL: 'ru_RU.UTF-8', ...env },
    })
    const hear = (text: string) => {
      this.#said += text
      for (const look of this.#heard) look()
    }
    this.child.stdout?.setEncoding('utf8').on('data', hear)
    this.child.stderr?.setEncoding('utf8').on('data', hear)
    running.add(this.child)
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject)
      this.child.once('close', (code, signal) => {
        running.delete(this.child)
        for (const look of this.#heard) look()
        resolve({ code, signal })
      })
    })
    this.ended.catch(() => {})
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('the program did not start')
    return this.child.pid
  }

  /** Both streams, everything so far. */
  get said(): string {
    return this.#said
  }

  /** Resolves with the first match in what was said; rejects when the program ends without it. */
  says(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const finish = (act: () => void) => {
        this.#heard.delete(look)
        clearTimeout(timer)
        act()
      }
      const look = () => {
        const found = pattern.exec(this.#said)
        if (found) return finish(() => resolve(found))
        if (this.child.exitCode !== null || this.child.signalCode !== null) fail('it ended')
      }
      const fail = (why: string) =>
        finish(() =>
          reject(new Error(`never said ${pattern} (${why}); it said:\n${this.#said.slice(-2000)}`)),
        )
      const timer = setTimeout(() => fail('in time'), patienceMs)
      this.#heard.add(look)
      look()
    })
  }

  /** Sends a signal and waits for the end; a program that ended already is all right. */
  end(signal: NodeJS.Signals): Promise<Ending> {
    this.child.kill(signal)
    return this.ended
  }
}
