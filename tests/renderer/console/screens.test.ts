// @vitest-environment node
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, startHarness } from './browser.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
}, 120_000)
afterAll(async () => {
  await harness?.stop()
})

/** Scene and the key that opens what is looked at. */
const screens: readonly (readonly [name: string, scene: string, key?: string])[] = [
  ['idle', 'idle'],
  ['ringing', 'ringing'],
  ['talking', 'talking'],
  ['paid and not entitled', 'paid', 'Alt+KeyW'],
  ['chooser', 'chooser'],
  ['unknown number', 'unknown'],
  ['hidden number', 'hidden'],
  ['offline', 'offline'],
  ['not accepted', 'tray', 'Alt+KeyO'],
  ['sign-in', 'signIn'],
  ['settings', 'idle', 'Control+Comma'],
  ['keys', 'idle', 'F1'],
  ['palette', 'idle', 'Control+KeyK'],
  ['board', 'board', 'Alt+KeyB'],
]

async function show(
  scene: string,
  key: string | undefined,
  how: Parameters<Harness['open']>[1],
): Promise<Page> {
  const page = await harness.open(scene, how)
  if (key) await page.keyboard.press(key)
  // What fades in has not its full contrast yet.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))),
  )
  return page
}

describe.each(['light', 'dark'] as const)('in %s', (theme) => {
  test.each(screens)('%s passes axe', async (_name, scene, key) => {
    const page = await show(scene, key, { theme, language: theme === 'light' ? 'ru' : 'en' })
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze()
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`,
    )
    expect(found).toEqual([])
    await page.context().close()
  })
})

const callScenes = ['ringing', 'talking', 'paid', 'chooser', 'unknown', 'hidden', 'offline'] as const
describe.each(['ru', 'en'] as const)('at 1366 × 768 in %s', (language) => {
  test.each(callScenes)('%s needs no scrolling for what a call needs', async (scene) => {
    const page = await show(scene, undefined, { language })
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
    await page.context().close()
  })
})

test.each(screens)('%s: every target is at least 24 × 24', async (_name, scene, key) => {
  const page = await show(scene, key, {})
  const small = await page.evaluate(() =>
    [
      ...document.querySelectorAll(
        'button, input:not([type=radio]), textarea, [role=menuitem], [role=option], [role=tab]',
      ),
    ]
      .map((element) => ({
        box: element.getBoundingClientRect(),
        html: element.outerHTML.slice(0, 120),
        hidden: element.matches('[aria-hidden=true], .sr-only'),
      }))
      .filter(({ box, hidden }) => !hidden && box.width > 1 && (box.width < 24 || box.height < 24))
      .map(({ html, box }) => `${Math.round(box.width)}×${Math.round(box.height)} ${html}`),
  )
  expect(small).toEqual([])
  await page.context().close()
})

test('the policy blocked nothing and the page complained of nothing', () => {
  expect(harness.complaints).toEqual([])
})
