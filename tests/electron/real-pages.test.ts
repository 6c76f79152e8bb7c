import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type Page } from 'playwright-core'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { buildShell } from '../support/build-shell.ts'
import { Standin } from '../support/electron-standin/launch.ts'

/**
 * The shell with its real pages. On the stand-in, or on Electron itself where ELECTRON_EXEC_PATH names its program: then
 * sandbox, isolation, protocol and permissions are the real ones.
 */
const electron = process.env.ELECTRON_EXEC_PATH
const consoleAddress = 'pult://app/console/index.html'

/** Starting Chromium takes a second on an idle machine, and many when all tests run at once. */
vi.setConfig({ testTimeout: 60_000 })

let app: string
const endings: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  app = await buildShell('real', 'real')
}, 120_000)
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

/** A started application: its console's page, and what its person does to quit. */
async function start(): Promise<{ console: Page; quit(): Promise<void> }> {
  const data = mkdtempSync(join(tmpdir(), 'pult-real-'))
  endings.push(async () => rmSync(data, { recursive: true, force: true, maxRetries: 5 }))
  if (!electron) {
    const shell = new Standin({ app, data })
    endings.push(() => shell.end())
    const console = await shell.page(consoleAddress)
    return {
      console,
      async quit() {
        await shell.order({ do: 'quit' })
        expect(await shell.ended).toBe(0)
      },
    }
  }
  const running = await _electron.launch({
    executablePath: electron,
    args: [app, '--no-sandbox'],
    env: { ...(process.env as Record<string, string>), PULT_DATA: data, LANG: 'ru_RU.UTF-8' },
  })
  endings.push(() => running.close().catch(() => {}))
  const isConsole = (page: Page) => page.url() === consoleAddress
  const console = running.windows().find(isConsole) ?? (await running.waitForEvent('window', isConsole))
  return {
    console,
    async quit() {
      const closed = running.waitForEvent('close')
      await running.evaluate(({ app: own }) => own.quit())
      await closed
    },
  }
}

test('a first start shows the sign-in, breaks no rule of the page, and quits', async () => {
  const { console, quit } = await start()
  const complaints: string[] = []
  console.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  console.on('pageerror', (error) => complaints.push(error.message))
  // Chromium does not reload a page whose first load still changes its renderer.
  await console.waitForLoadState()
  await console.reload()
  await console.getByLabel(/парол|password/i).waitFor()
  expect(complaints).toEqual([])
  await quit()
})
