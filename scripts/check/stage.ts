import { spawn } from 'node:child_process'
import { setPriority } from 'node:os'

/** What a stage of `npm test` came to. */
export type Outcome = { passed: number; failed: string[]; skipped: string[] }

/** Where a stage's words go: to the terminal at once, or kept until the stage beside it has said its own. */
export class Voice {
  readonly #kept: Buffer[] | null

  constructor({ kept }: { kept: boolean }) {
    this.#kept = kept ? [] : null
  }

  say(words: string | Buffer): void {
    if (this.#kept === null) process.stdout.write(words)
    else this.#kept.push(Buffer.from(words))
  }

  /** Says what was kept. */
  tell(): void {
    for (const words of this.#kept?.splice(0) ?? []) process.stdout.write(words)
  }
}
export const aloud = new Voice({ kept: false })

/**
 * Runs a Node program and gives its exit code; a program killed by a signal gives 1. `niceness` above 0 lets others go
 * first (what it starts inherits that).
 */
export function runNode(
  args: readonly string[],
  env: Record<string, string> = {},
  voice: Voice = aloud,
  niceness = 0,
): Promise<number> {
  return new Promise((done, fail) => {
    const direct = voice === aloud
    const child = spawn(process.execPath, args, {
      stdio: direct ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    })
    if (niceness > 0 && child.pid !== undefined) setPriority(child.pid, niceness)
    child.stdout?.on('data', (words: Buffer) => voice.say(words))
    child.stderr?.on('data', (words: Buffer) => voice.say(words))
    child.on('error', fail)
    child.on('close', (code) => done(code ?? 1))
  })
}

/** Runs one stage under a heading and closes it with its result and duration. */
export async function stage(
  name: string,
  work: () => Promise<Outcome>,
  voice: Voice = aloud,
): Promise<Outcome> {
  voice.say(`\n── ${name}\n`)
  const started = performance.now()
  const outcome = await work()
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  voice.say(`── ${name}: ${counts(outcome)} in ${seconds} s\n`)
  return outcome
}

/** A program that either passes or not, such as the linter, as one check. */
export async function oneCheck(name: string, args: readonly string[]): Promise<Outcome> {
  const code = await runNode(args)
  return code === 0
    ? { passed: 1, failed: [], skipped: [] }
    : { passed: 0, failed: [`${name} (exit code ${code})`], skipped: [] }
}

export function sum(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((total, { passed }) => total + passed, 0),
    failed: outcomes.flatMap(({ failed }) => failed),
    skipped: outcomes.flatMap(({ skipped }) => skipped),
  }
}

/** `N passed, N failed`, with the skipped only when there are some. */
export function counts({ passed, failed, skipped }: Outcome): string {
  const line = `${passed} passed, ${failed.length} failed`
  return skipped.length > 0 ? `${line}, ${skipped.length} skipped` : line
}

/** Where every piece is promised, a test left out is a test that failed. */
export function strict({ passed, failed, skipped }: Outcome): Outcome {
  return { passed, failed: [...failed, ...skipped.map((name) => `skipped: ${name}`)], skipped: [] }
}
