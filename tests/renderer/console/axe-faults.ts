import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** The small build of the very axe that the builder brings: half of the text for the browser to read. */
const small = readFile(
  createRequire(import.meta.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'),
  'utf8',
)

/** What axe finds in a page, or in a part of it: a line for each broken rule, with the elements that break it. */
export async function axeFaults(page: Page, part?: string): Promise<string[]> {
  await page.evaluate(await small)
  // The builder would send its own axe twice for each look; ours is in the page already.
  // Without frames to look into, "legacy" spares a second page for each look, a third of the time.
  // Elements that pass are looked at all the same, but not written down one by one: nobody reads them.
  const axe = new AxeBuilder({ page, axeSource: 'void axe' })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    .withTags(rules)
  const { violations } = await (part === undefined ? axe : axe.include(part)).analyze()
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`,
  )
}
