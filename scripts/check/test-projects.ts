import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Summary } from '../vitest-summary.ts'
import { aloud, type Outcome, runNode, type Voice } from './stage.ts'

/** The projects of vitest.config.ts in the order they run, quick ones first. */
export const projects = ['unit', 'dom', 'e2e', 'pbx', 'package'] as const
export type Project = (typeof projects)[number]

const folders: Record<string, Project> = { renderer: 'dom', e2e: 'e2e', pbx: 'pbx', package: 'package' }

/** The project that runs a test file, by its repository-relative path. */
export function projectOf(path: string): Project {
  return folders[path.split('/')[1] ?? ''] ?? 'unit'
}

/** One test at a time, mostly waiting for phones, PBX and desks: run beside those that keep the processors busy. */
export const mostlyWaits = (project: Project) => project !== 'unit' && project !== 'dom'

/** Projects that run the built pages and shell. */
export const needsBuild = (project: Project) =>
  project === 'e2e' || project === 'package' || project === 'pbx'

/** Runs one project of vitest and gives its counts; a run that dies before counting is one failure. */
export async function runProject(
  root: string,
  project: Project,
  args: readonly string[],
  voice: Voice = aloud,
): Promise<Outcome> {
  const path = join(root, '.cache', 'test-results', `${project}.json`)
  rmSync(path, { force: true })
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', `--reporter=${join(root, 'scripts', 'vitest-summary.ts')}`]
  const run = [vitest, 'run', '--project', project, ...reporters, ...args]
  // A call rings in real time: what only computes gives way to it.
  const niceness = mostlyWaits(project) ? 0 : 5
  const code = await runNode(run, { PULT_TEST_SUMMARY: path }, voice, niceness)
  if (!existsSync(path))
    return { passed: 0, failed: [`${project}: vitest ended with ${code} and no result`], skipped: [] }
  const summary = JSON.parse(readFileSync(path, 'utf8')) as Summary
  const silent = code !== 0 && summary.failed.length === 0
  return silent ? { ...summary, failed: [`${project}: vitest ended with ${code}`] } : summary
}
