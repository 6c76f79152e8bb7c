import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds in a page, or in a part of it: a line for each broken rule, with the elements that break it. */
export async function axeFaults(page: Page, part?: string): Promise<string[]> {
  // Without frames to look into, "legacy" spares a second page for each look, a third of the time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).withTags(rules)
  const { violations } = await (part === undefined ? axe : axe.include(part)).analyze()
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`,
  )
}
