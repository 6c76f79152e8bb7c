import { spawn } from 'node:child_process'

/** What a stage of `npm test` came to. */
export type Outcome = { passed: number; failed: string[]; skipped: string[] }

/** Runs a Node program in this terminal and gives its exit code; a program killed by a signal gives 1. */
export function runNode(args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } })
    child.on('error', fail)
    child.on('exit', (code) => done(code ?? 1))
  })
}

/** Runs one stage under a heading and closes it with its result and duration. */
export async function stage(name: string, work: () => Promise<Outcome>): Promise<Outcome> {
  console.log(`\n── ${name}`)
  const started = performance.now()
  const outcome = await work()
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`── ${name}: ${counts(outcome)} in ${seconds} s`)
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
