import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node'

/** What one vitest run came to; `failed` and `skipped` name each test, `skipped` with the reason given. */
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
        ...tests.filter((test) => test.result().state === 'failed').map(nameOf),
        // A file that could not be read has no tests to fail.
        ...modules.filter((module) => module.errors().length > 0).map((module) => module.relativeModuleId),
        ...unhandled.map((error) => `outside any test: ${error.message}`),
      ],
      skipped: tests.filter((test) => test.result().state === 'skipped').map(withReason),
    }
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, JSON.stringify(summary))
  }
}

const nameOf = (test: TestCase) => `${test.module.relativeModuleId} > ${test.fullName}`

function withReason(test: TestCase): string {
  const result = test.result()
  const note = result.state === 'skipped' ? result.note : undefined
  return note ? `${nameOf(test)}: ${note}` : nameOf(test)
}
