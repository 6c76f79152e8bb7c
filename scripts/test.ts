import { join } from 'node:path'
import { testFiles } from './bootstrap/pieces.mjs'
import { missingPieces, whyNoAsterisk, whyNot } from './check/missing-pieces.ts'
import { aloud, counts, type Outcome, oneCheck, stage, strict, sum, Voice } from './check/stage.ts'
import { mostlyWaits, needsBuild, projectOf, projects, runProject } from './check/test-projects.ts'

/**
 * `npm test [-- PATTERN…]`: everything that is checked of a change; with patterns only the test files whose path
 * holds one of them, without lint and types. The last line is `N passed, N failed`.
 */
const root = join(import.meta.dirname, '..')
process.chdir(root)
const args = process.argv.slice(2)
const inCi = process.env.CI === 'true'
const tool = (path: string) => join(root, 'node_modules', path)

const files = testFiles(root, args)
const chosen = projects
  .map((project) => ({ project, files: files.filter((file) => projectOf(file) === project).length }))
  .filter(({ files }) => files > 0)
const everything = args.every((arg) => arg.startsWith('-'))

// The PBX is fetched while the linter and the unit tests run.
const noAsterisk = chosen.some(({ project }) => project === 'pbx') ? whyNoAsterisk(root) : null

const outcomes: Outcome[] = []
if (everything) {
  outcomes.push(await stage('lint', () => oneCheck('lint', [tool('@biomejs/biome/bin/biome'), 'check', '.'])))
  outcomes.push(await stage('types', () => oneCheck('types', [tool('typescript/bin/tsc'), '-b'])))
}
if (everything || chosen.some(({ project }) => needsBuild(project))) {
  outcomes.push(await stage('build', () => oneCheck('build', [join(root, 'scripts', 'build.ts')])))
}

const missing = missingPieces()
async function runAll(these: typeof chosen, voice: Voice): Promise<Outcome[]> {
  const results: Outcome[] = []
  for (const { project, files } of these) {
    if (project === 'pbx') {
      const why = await noAsterisk
      if (why !== null) missing.asterisk = why
    }
    const why = whyNot(project, missing)
    const run = () => runProject(root, project, args, voice)
    const leaveOut = async () => {
      voice.say(`skipped: ${why}\n`)
      return {
        passed: 0,
        failed: [],
        skipped: Array<string>(files).fill(`a file of ${project} tests: ${why}`),
      }
    }
    results.push(await stage(`${project} tests`, why === null ? run : leaveOut, voice))
  }
  return results
}
const beside = new Voice({ kept: true })
const [busy, waiting] = await Promise.all([
  runAll(
    chosen.filter(({ project }) => !mostlyWaits(project)),
    aloud,
  ),
  runAll(
    chosen.filter(({ project }) => mostlyWaits(project)),
    beside,
  ),
])
beside.tell()
outcomes.push(...busy, ...waiting)
if (chosen.length === 0) {
  outcomes.push({ passed: 0, failed: [`no test file has "${args.join('" or "')}" in its path`], skipped: [] })
}

const whole = inCi ? strict(sum(outcomes)) : sum(outcomes)
if (whole.failed.length > 0) console.log(`\nfailed:\n${whole.failed.map((name) => `  ${name}`).join('\n')}`)
if (whole.skipped.length > 0)
  console.log(`\nskipped:\n${whole.skipped.map((name) => `  ${name}`).join('\n')}`)
console.log(`\n${counts(whole)}`)
process.exitCode = whole.failed.length > 0 ? 1 : 0
