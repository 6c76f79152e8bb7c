import { chromium, type Page } from 'playwright-core'
import { inject } from 'vitest'
import { withoutFeatures } from '#tests/support/chromium-features.ts'

export type Harness = {
  /** Opens a scene anew in the one window there is, and waits until the console stands. */
  open(
    scene: string,
    how?: { language?: 'ru' | 'en'; theme?: 'light' | 'dark'; density?: 'comfortable' },
  ): Promise<Page>
  /** Everything the policy blocked or the page complained of, over all scenes. */
  readonly complaints: string[]
  stop(): Promise<void>
}

/** The console's real build in Chromium, under the shells' policy, over a made-up core and phone. */
export async function startHarness(): Promise<Harness> {
  const address = inject('consoleHarness')
  // The first to ask waits for the build, which no page should do.
  const built = await fetch(address)
  if (!built.ok) throw new Error(await built.text())
  const browser = await chromium.launch({
    executablePath: process.env.PULT_CHROMIUM,
    args: ['--no-sandbox', withoutFeatures()],
  })
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    timezoneId: 'Europe/Moscow',
  })
  // A page that was here before has the program compiled: a new one takes twice the time.
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  let opened = 0
  return {
    complaints,
    async open(scene, { language = 'ru', theme = 'light', density = 'compact' } = {}) {
      opened += 1
      await page.emulateMedia({ reducedMotion: null })
      await page.goto(
        `${address}?scene=${scene}&lang=${language}&theme=${theme}&density=${density}&nth=${opened}`,
      )
      await page.locator(scene === 'signIn' ? '.sign-in' : '.status-bar').waitFor()
      // A supervisor begins with the board, everybody else with the calls and the list.
      if (scene === 'board') await page.locator('.board').waitFor()
      else if (scene !== 'signIn' && scene !== 'leaseEnded')
        await page.locator('.table-row').first().waitFor()
      return page
    },
    async stop() {
      await browser.close()
    },
  }
}

/** Waits until the guard lets keys act on this call: the row has been on screen long enough to be seen. */
export async function untilSeen(page: Page): Promise<void> {
  const row = page.locator('.call-row.ringing')
  await row.waitFor()
  await page.evaluate(
    (guardMs) =>
      new Promise<void>((resolve) => {
        const from = performance.now()
        const look = () => (performance.now() - from > guardMs ? resolve() : requestAnimationFrame(look))
        look()
      }),
    500,
  )
}

/** What the console asked of the core and the phone. */
export async function asked(page: Page, verb: string): Promise<unknown[]> {
  return await page.evaluate(
    (wanted) => (window as unknown as { fake: { asks(verb: string): unknown[] } }).fake.asks(wanted),
    verb,
  )
}

/** A known customer begins to ring. */
export async function ring(page: Page, id = 'call-1'): Promise<void> {
  await page.evaluate((callId) => {
    const harness = window as unknown as { fake: unknown; ringKnown(fake: unknown, id: string): void }
    harness.ringKnown(harness.fake, callId)
  }, id)
}
