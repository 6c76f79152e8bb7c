import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { zodWithoutEval } from '../../scripts/vite/zod-without-eval.ts'

test('the installed zod is told not to compile', async () => {
  const require = createRequire(import.meta.url)
  const source = await readFile(require.resolve('zod/v4/core').replace(/index\.c?js$/, 'core.js'), 'utf8')
  expect(zodWithoutEval(source)).toContain('{ jitless: true }')
})

test('a zod that has changed stops the build and says where to look', () => {
  expect(() => zodWithoutEval('nothing of the kind')).toThrow('zod-without-eval.ts')
})
