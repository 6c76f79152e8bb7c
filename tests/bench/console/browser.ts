import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import { chromiumFlags } from '#tests/pbx/rig/chromium.ts'
import { findBrowser } from '#web/open-browser.ts'

/** The Chromium that `npm start` would open. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser()
  if (executablePath === null) throw new Error('no Chromium is installed: set PULT_CHROMIUM')
  return chromium.launch({ executablePath, headless: true, args: [...chromiumFlags] })
}

/** A window of its own, so that no page lies behind another and stops painting. */
export function dispatchersWindow(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'ru-RU' })
}
