import { describe, expect, test } from 'vitest'
import { missingPieces, whyNot } from '../../scripts/check/missing-pieces.ts'
import { counts, strict, sum } from '../../scripts/check/stage.ts'
import { projectOf } from '../../scripts/check/test-projects.ts'
import { inlineCodeIn } from '../../scripts/vite/no-inline-code.ts'

describe('the last line', () => {
  test('counts every stage', () => {
    const whole = sum([
      { passed: 1, failed: [], skipped: [] },
      { passed: 40, failed: ['a', 'b'], skipped: [] },
    ])
    expect(counts(whole)).toBe('41 passed, 2 failed')
  })

  test('names the skipped only when there are some', () => {
    expect(counts({ passed: 3, failed: [], skipped: ['a'] })).toBe('3 passed, 0 failed, 1 skipped')
  })

  test('holds a skipped test for a failed one where every piece is promised', () => {
    const whole = strict({ passed: 3, failed: ['b'], skipped: ['a: no Asterisk'] })
    expect(counts(whole)).toBe('3 passed, 2 failed')
    expect(whole.failed).toContain('skipped: a: no Asterisk')
  })
})

test.each([
  ['tests/fences.test.ts', 'unit'],
  ['tests/domain/call/next-call.test.ts', 'unit'],
  ['tests/renderer/console/pop.test.tsx', 'dom'],
  ['tests/e2e/pop.test.ts', 'e2e'],
  ['tests/pbx/call.test.ts', 'pbx'],
  ['tests/package/linux-dir.test.ts', 'package'],
])('%s is run by %s', (path, project) => {
  expect(projectOf(path)).toBe(project)
})

test('what is missing stops the tests that stand on it and says why', () => {
  const missing = missingPieces({ PULT_MISSING: '{"sipp":"needs root"}' })
  expect(whyNot('pbx', missing)).toBe('sipp: needs root')
  expect(whyNot('unit', missing)).toBeNull()
  expect(whyNot('pbx', missingPieces({}))).toBeNull()
})

describe('a page under the policy', () => {
  test.each([
    ['<script>start()</script>', 'an inline <script>'],
    ['<script type="module">start()</script>', 'an inline <script>'],
    ['<style>p { color: red }</style>', 'an inline <style>'],
    ['<p style="color: red">', 'a style attribute'],
    ['<button onclick="go()">', 'an event handler attribute'],
    ['<link rel="icon" href="data:image/png;base64,AA">', 'a data: address'],
  ])('may not hold %s', (html, what) => {
    expect(inlineCodeIn(`<!doctype html><html lang="ru">${html}</html>`)).toEqual([what])
  })

  test('may point at files', () => {
    const html =
      '<script type="module" crossorigin src="../assets/a.js"></script><link rel="stylesheet" href="../assets/a.css"><p data-style="x">once = 1</p>'
    expect(inlineCodeIn(html)).toEqual([])
  })
})
