// @vitest-environment node
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Harness, startHarness } from './browser.ts'
import { lookAtScreens, show } from './look-at-screens.ts'

// axe walks every element of a full window: seconds on a busy two-core machine.
vi.setConfig({ testTimeout: 60_000 })

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
}, 120_000)
afterAll(async () => {
  await harness?.stop()
})

lookAtScreens('dark', () => harness)

const callScenes = {
  ru: ['ringing', 'talking', 'paid', 'chooser', 'unknown', 'hidden', 'offline'],
  en: ['talking', 'paid', 'offline'],
} as const
describe.each(['ru', 'en'] as const)('at 1366 × 768 in %s', (language) => {
  test.each(callScenes[language])('%s needs no scrolling for what a call needs', async (scene) => {
    const page = await show(harness, scene, null, { language })
    await page.locator('.ticket-form').waitFor()
    const hidden = await page.evaluate(() => {
      const inSight = (element: Element) => {
        const box = element.getBoundingClientRect()
        const at = document.elementFromPoint(box.left + box.width / 2, box.bottom - 3)
        return at !== null && (element.contains(at) || at.contains(element))
      }
      const needed =
        '.call-row, .call-row button, .card-head, .open-ticket, .candidate, .ticket-form .input, .ticket-form .button'
      return [...document.querySelectorAll(needed)]
        .filter((element) => !inSight(element))
        .map((element) => element.outerHTML.slice(0, 120))
    })
    expect(hidden).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(768)
  })
})

test('the policy blocked nothing and the page complained of nothing', () => {
  expect(harness.complaints).toEqual([])
})
