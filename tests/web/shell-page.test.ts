import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { WebSocket as Line } from 'ws'
import { withoutFeatures } from '#tests/support/chromium-features.ts'
import { startWeb, type Web } from '#web/start-web.ts'
import { rendererConfig } from '../../vite.config.ts'
import { writeStubPages } from '../support/stub-pages.ts'

/** Starting Chromium takes a second on an idle machine, and many when all tests run at once. */
vi.setConfig({ testTimeout: 60_000 })

const root = join(import.meta.dirname, '../..')
let pages: string
let browser: Browser
let context: BrowserContext
let web: Web
let lines: Line[]
let heard: string[]
let violations: string[]

const core = {
  serveSocket(socket: Line) {
    lines.push(socket)
    socket.on('message', (data) => {
      heard.push(String(data))
      socket.send(`core heard: ${data}`)
    })
  },
}

beforeAll(async () => {
  pages = mkdtempSync(join(tmpdir(), 'pult-pages-'))
  await build({
    ...rendererConfig,
    configFile: false,
    logLevel: 'warn',
    build: {
      ...rendererConfig.build,
      outDir: pages,
      rolldownOptions: { input: { shell: join(root, 'renderer/shell/index.html') } },
    },
  })
  writeStubPages(pages)
  browser = await chromium.launch({
    executablePath: process.env.PULT_CHROMIUM,
    args: ['--no-sandbox', '--disable-background-networking', withoutFeatures()],
  })
}, 60_000)

afterAll(async () => {
  await browser?.close()
  rmSync(pages, { recursive: true })
})

beforeEach(async () => {
  lines = []
  heard = []
  violations = []
  web = await startWeb({ core, rendererFolder: pages, session: 'kept' })
  context = await browser.newContext({ locale: 'ru-RU' })
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) =>
      console.error(`violation: ${event.violatedDirective} ${event.blockedURI}`),
    )
  })
})

afterEach(async () => {
  await context.close()
  await web.close()
  expect(violations).toEqual([])
})

async function openTab(): Promise<Page> {
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.text().startsWith('violation')) violations.push(message.text())
  })
  await page.goto(web.newAddress())
  return page
}

const board = (page: Page) => page.frameLocator('iframe[title=console]')

test('the outer page brings console, phone and core together, and drops the token from the address', async () => {
  const page = await openTab()
  await board(page)
    .locator('#from-core', { hasText: /core heard: .*console 1 to core/ })
    .waitFor()
  await board(page)
    .locator('#from-phone', { hasText: /heard: .*console 1 to phone/ })
    .waitFor()
  expect(page.url()).toBe(`http://127.0.0.1:${web.port}/shell/index.html`)
  const ids = () => heard.map((frame) => (JSON.parse(frame) as { i: string }).i).toSorted()
  await expect.poll(ids).toEqual(['console 1 to core', 'phone to core'])
  await expect.poll(() => page.title()).toBe('Console 1')
})

test('the console crashes and loads again: the phone is the same and all of them meet anew', async () => {
  const page = await openTab()
  const said = board(page).locator('#from-phone', { hasText: 'heard' })
  await said.waitFor()
  const before = await said.textContent()
  await page
    .frames()
    .find((frame) => frame.url().includes('/console/'))!
    .evaluate(() => location.reload())
  await board(page).locator('#from-phone', { hasText: 'console 2' }).waitFor()
  const after = await said.textContent()
  expect(after).toBe(before?.replace('console 1', 'console 2'))
  await board(page).locator('#from-core', { hasText: 'console 2' }).waitFor()
})

test('the core goes and comes back: the phone stays, the console gets a new port', async () => {
  const page = await openTab()
  const said = board(page).locator('#from-phone', { hasText: 'heard' })
  await said.waitFor()
  await board(page).locator('#from-core', { hasText: 'heard' }).waitFor()
  const before = await said.textContent()
  const { port } = web
  await web.close()
  await board(page).locator('#from-core', { hasText: 'closed' }).waitFor()
  await page.getByRole('status').filter({ hasText: 'не отвечает' }).waitFor()
  web = await startWeb({ core, rendererFolder: pages, session: 'kept', port })
  await board(page)
    .locator('#from-core', { hasText: /core heard: .*console 1 to core/ })
    .waitFor()
  await page.getByRole('status').waitFor({ state: 'hidden' })
  expect(await said.textContent()).toBe(before)
})

test('a core that was started anew and forgot this browser: the page says what to do', async () => {
  const page = await openTab()
  await board(page).locator('#from-core', { hasText: 'heard' }).waitFor()
  const { port } = web
  await web.close()
  web = await startWeb({ core, rendererFolder: pages, session: 'another', port })
  await page.getByRole('status').filter({ hasText: 'откройте новый напечатанный адрес' }).waitFor()
})

test('a second tab says "already open"; taking over ends the calls of the first one properly', async () => {
  const first = await openTab()
  await board(first).locator('#from-core', { hasText: 'heard' }).waitFor()
  const second = await openTab()
  await second.getByRole('heading', { name: 'Пульт уже открыт' }).waitFor()
  expect(await second.locator('iframe').count()).toBe(0)
  expect(await first.evaluate(() => localStorage.getItem('farewell'))).toBeNull()

  await second.getByRole('button', { name: 'Работать здесь' }).click()
  await board(second).locator('#from-core', { hasText: 'heard' }).waitFor()
  await first.getByText('Пульт открыт в другом окне').waitFor()
  expect(await first.locator('iframe').count()).toBe(0)
  expect(await second.evaluate(() => localStorage.getItem('farewell'))).not.toBeNull()

  await first.getByRole('button', { name: 'Работать здесь' }).click()
  await board(first).locator('#from-core', { hasText: 'heard' }).waitFor()
  await second.getByRole('heading', { name: 'Пульт уже открыт' }).waitFor()
  expect(lines.filter(({ readyState }) => readyState === 1)).toHaveLength(2)
})

test('opened from a file or a link elsewhere, the first page is already let in', async () => {
  const page = await context.newPage()
  const file = join(pages, '..', `${pages.split('/').at(-1)}-open.html`)
  writeFileSync(file, `<meta http-equiv="refresh" content="0;url=${web.newAddress()}">`)
  await page.goto(`file://${file}`)
  await board(page).locator('#from-core', { hasText: 'heard' }).waitFor()
  expect(page.url()).toBe(`http://127.0.0.1:${web.port}/shell/index.html`)
  rmSync(file)
})

test('a foreign page cannot frame, read or talk to the shell', async () => {
  const page = await openTab()
  await board(page).locator('#from-core', { hasText: 'heard' }).waitFor()
  const stranger = await context.newPage()
  await stranger.goto('about:blank')
  await stranger.setContent('<p>elsewhere</p>')
  const [framed, socket, read] = await stranger.evaluate(async (home) => {
    const frame = document.createElement('iframe')
    frame.src = `${home}/console/index.html`
    document.body.append(frame)
    await new Promise((resolve) => frame.addEventListener('load', resolve))
    const reachable = frame.contentDocument !== null
    const line = new WebSocket(`${home.replace('http', 'ws')}/own`)
    const outcome = await new Promise((resolve) => {
      line.onopen = () => resolve('open')
      line.onerror = () => resolve('refused')
    })
    const text = await fetch(`${home}/console/index.html`, { credentials: 'include' }).then(
      () => 'read',
      () => 'refused',
    )
    return [reachable, outcome, text]
  }, `http://127.0.0.1:${web.port}`)
  expect([framed, socket, read]).toEqual([false, 'refused', 'refused'])
})
