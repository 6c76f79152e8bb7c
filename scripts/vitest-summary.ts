import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Reporter, SerializedError, TestCase, TestModule, TestSuite } from 'vitest/node'

/** What one vitest run came to; `failed` and `skipped` name each test with its cause or reason. */
export type Summary = { passed: number; failed: string[]; skipped: string[] }

/** Leaves the counts of a run in the file named by PULT_TEST_SUMMARY, for scripts/test.ts to add up. */
export default class VitestSummary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]) {
    const path = process.env.PULT_TEST_SUMMARY
    if (path === undefined) return
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const summary: Summary = {
      passed: tests.filter((test) => test.result().state === 'passed').length,
      failed: [
        ...tests.filter((test) => test.result().state === 'failed').map(ofTest),
        // Neither a hook nor a file that cannot be read is a test, and the tests behind them only count as skipped.
        ...modules.flatMap((module) =>
          [module, ...module.children.allSuites()].filter((suite) => suite.errors().length > 0).map(ofSuite),
        ),
        ...unhandled.map((error) => `outside any test: ${error.message}`),
      ],
      skipped: tests.filter((test) => test.result().state === 'skipped').map(withReason),
    }
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, JSON.stringify(summary))
  }
}

/** Enough to tell one fault from another where only the end of the output is kept. */
const causeLines = 30

const nameOf = (test: TestCase) => `${test.module.relativeModuleId} > ${test.fullName}`

const ofTest = (test: TestCase) => withCauses(nameOf(test), test.module, test.result().errors ?? [])

function ofSuite(suite: TestModule | TestSuite): string {
  if (suite.type === 'module') return withCauses(suite.relativeModuleId, suite, suite.errors())
  const name = `${suite.module.relativeModuleId} > ${suite.fullName} (its hooks)`
  return withCauses(name, suite.module, suite.errors())
}

function withCauses(name: string, module: TestModule, errors: readonly SerializedError[]): string {
  const causes = errors.map((error) => {
    const frames = error.stacks ?? []
    // A helper's line says little; the test's own says how far it came.
    const frame = frames.find(({ file }) => file === module.moduleId) ?? frames[0]
    const place = frame ? [`at ${relative(process.cwd(), frame.file)}:${frame.line}`] : []
    return [...stripVTControlCharacters(error.message).split('\n').slice(0, causeLines), ...place]
  })
  return [name, ...causes.flat().map((line) => `    ${line}`)].join('\n')
}

function withReason(test: TestCase): string {
  const result = test.result()
  const note = result.state === 'skipped' ? result.note : undefined
  return note ? `${nameOf(test)}: ${note}` : nameOf(test)
}
