// @vitest-environment node
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Harness, startHarness } from './browser.ts'
import { lookAtScreens } from './look-at-screens.ts'

// axe walks every element of a full window: seconds on a busy two-core machine.
vi.setConfig({ testTimeout: 60_000 })

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
}, 120_000)
afterAll(async () => {
  await harness?.stop()
})

lookAtScreens('light', () => harness)

test('the policy blocked nothing and the page complained of nothing', () => {
  expect(harness.complaints).toEqual([])
})
