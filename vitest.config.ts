import { existsSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { compileSipGrammarPlugin } from './scripts/vite/compile-sip-grammar.ts'

/** Debian's Chromium, unless the environment names another one. Tests read it as PULT_CHROMIUM. */
const chromium =
  process.env.PULT_CHROMIUM ??
  ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'].find(existsSync) ??
  ''

const env = { PULT_CHROMIUM: chromium, TZ: 'UTC' }

/** What plain Node runs: fast, parallel, no browser and no PBX. */
const unitFolders = [
  'shared',
  'domain',
  'bridge',
  'wire',
  'core',
  'desk',
  'web',
  'demo',
  'scripts',
  'electron',
]

/** The two-core machine that checks every change: browsers keep both busy, a third worker only adds waiting. */
const workers = 2

if (Number(process.versions.napi) < 10) {
  throw new Error(
    `Node ${process.version} cannot load the encrypted store: run the tests by "npm test", or put node_modules/.bin first on PATH.`,
  )
}

export default defineConfig({
  test: {
    maxWorkers: workers,
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: [
            ...unitFolders.map((folder) => `tests/${folder}/**/*.test.{ts,tsx}`),
            'tests/sim/**/*.test.ts',
            'tests/crash/**/*.test.ts',
            'tests/*.test.ts',
          ],
          env,
          globalSetup: 'tests/support/bundled-workers.ts',
          maxWorkers: workers,
          // Beside the tests of the real PBX; none needs it on a machine of its own.
          testTimeout: 40_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        plugins: [compileSipGrammarPlugin(), react()],
        test: {
          name: 'dom',
          environment: 'happy-dom',
          include: ['tests/renderer/**/*.test.{ts,tsx}'],
          globalSetup: 'tests/support/console-harness/serve.ts',
          env,
          maxWorkers: workers,
          testTimeout: 20_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['tests/e2e/**/*.test.ts'],
          env,
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'pbx',
          environment: 'node',
          include: ['tests/pbx/**/*.test.ts'],
          env,
          globalSetup: 'tests/support/bundled-workers.ts',
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 90_000,
          hookTimeout: 600_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: 'package',
          environment: 'node',
          include: ['tests/package/**/*.test.ts'],
          env,
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
})
