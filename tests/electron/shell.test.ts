import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { buildShell } from '../support/build-shell.ts'
import { type LaunchOptions, Standin } from '../support/electron-standin/launch.ts'

/** Starting Chromium takes a second on an idle machine, and many when all tests run at once. */
vi.setConfig({ testTimeout: 60_000 })

const consoleAddress = 'pult://app/console/index.html'
const phoneAddress = 'pult://app/phone/index.html'

let app: string
const running: Standin[] = []
const folders: string[] = []

beforeAll(async () => {
  app = await buildShell('shell', 'stub')
}, 60_000)
afterAll(() => rmSync(app, { recursive: true, force: true }))

async function endAll(): Promise<void> {
  await Promise.all(running.splice(0).map((shell) => shell.end()))
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

function launch(over: Partial<LaunchOptions> = {}): { shell: Standin; data: string } {
  const data = mkdtempSync(join(tmpdir(), 'pult-shell-'))
  folders.push(data)
  const shell = new Standin({ app, data, ...over })
  running.push(shell)
  return { shell, data }
}

const said = (page: Page, by: 'core' | 'phone', what: RegExp | string) =>
  page.locator(`#from-${by}`, { hasText: what }).waitFor()

/** One shell from start to quit; each test goes on where the one before it left off. */
describe('a shift on the desktop shell, built, on the stand-in', () => {
  let shell: Standin
  let data: string
  let console: Page

  beforeAll(async () => {
    ;({ shell, data } = launch())
    console = await shell.page(consoleAddress)
  }, 60_000)
  afterAll(endAll)

  test('opens two sandboxed windows and brings console, phone and core together', async () => {
    await said(console, 'core', /console 1 to core.*deskAddress/)
    await said(console, 'phone', /heard: .*console 1 to phone/)

    const { windows, sandboxed, schemes, applicationMenu, shown } = await shell.record()
    expect(windows.map(({ options }) => [options.title, options.show])).toEqual([
      ['Pult phone', false],
      ['Pult', false],
    ])
    for (const { options } of windows) {
      expect(options.webPreferences).toMatchObject({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        navigateOnDragDrop: false,
      })
    }
    expect(windows[0]?.options.webPreferences).toMatchObject({ backgroundThrottling: false })
    expect(sandboxed).toBe(true)
    expect(applicationMenu).toBeNull()
    expect(schemes).toEqual([
      {
        scheme: 'pult',
        privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
      },
    ])
    // The phone is never seen; the console shows itself once it is painted.
    expect(shown.filter(({ page }) => page === 'Pult phone')).toEqual([])
    expect(shown).toContainEqual({ page: 'Pult', how: 'show' })
  })

  test('puts nothing of its own on the page, and the page may not run text as code', async () => {
    await said(console, 'core', 'deskAddress')
    const found = await console.evaluate(async () => ({
      globals: ['require', 'process', 'electron', 'ipcRenderer', 'module', 'exports'].filter(
        (name) => name in window,
      ),
      secure: window.isSecureContext,
      inline: await new Promise((resolve) => {
        const script = document.createElement('script')
        addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective))
        try {
          script.textContent = 'window.hurt = true'
          document.body.append(script)
        } catch (error) {
          resolve((error as Error).name)
        }
      }),
      hurt: 'hurt' in window,
    }))
    expect(found).toEqual({
      globals: [],
      secure: true,
      inline: expect.stringMatching(/TypeError|require-trusted-types-for|script-src/),
      hurt: false,
    })
  })

  test('neither page may open a window, go elsewhere or hold a web view', async () => {
    const held = { open: 'deny', navigate: true, frame: true, redirect: true, webview: true }
    expect(await shell.order({ do: 'confined' })).toEqual([held, held])
  })

  test('the permission handlers of the session are the strict ones', async () => {
    const ask = (permission: string, origin: string, media = 'audio') =>
      shell.order({ do: 'permission', permission, origin, media })
    expect(await ask('media', 'pult://app/')).toBe(true)
    expect(await ask('media', 'pult://app/', 'video')).toBe(false)
    expect(await ask('media', 'https://attacker.example/')).toBe(false)
    expect(await ask('geolocation', 'pult://app/')).toBe(false)
  })

  test('keys of the store lie encrypted by the operating system, nowhere in plain text', async () => {
    const kept = JSON.parse(readFileSync(join(data, 'data', 'secrets.json'), 'utf8')) as Record<
      string,
      string
    >
    expect(Object.keys(kept).length).toBeGreaterThan(0)
    for (const sealed of Object.values(kept)) {
      // The stand-in's key store writes v10 and the text in hex; what it hides must be in no other file.
      const text = Buffer.from(sealed, 'base64').toString()
      expect(text).toMatch(/^v10[0-9a-f]+$/)
      const plain = Buffer.from(text.slice(3), 'hex').toString()
      for (const file of readdirSync(join(data, 'data'), { recursive: true, encoding: 'utf8' })) {
        const path = join(data, 'data', file)
        if (!file.includes('.')) continue
        expect([file, readFileSync(path).includes(plain)]).toEqual([file, false])
      }
    }
  })

  test('the console loads again: the phone is the same, ports are new', async () => {
    await said(console, 'phone', 'console 1')
    const before = await console.locator('#from-phone').textContent()
    await console.reload()
    await said(console, 'phone', 'console 2')
    await said(console, 'core', 'console 2')
    expect(await console.locator('#from-phone').textContent()).toBe(before?.replace('console 1', 'console 2'))
  })

  test('the core dies: the console is told, and gets a port to the next one', async () => {
    await said(console, 'core', 'deskAddress')
    const [first] = (await shell.record()).utilityPids
    const lost = console.waitForFunction(() => document.getElementById('from-core')?.textContent === 'closed')
    process.kill(first ?? 0, 'SIGKILL')
    await lost
    await said(console, 'core', 'deskAddress')
    expect((await shell.record()).utilityPids).toHaveLength(2)
    expect(await console.locator('#from-phone').textContent()).toContain('heard')
    expect(readFileSync(join(data, 'logs', 'shell.log'), 'utf8')).toContain('The core process ended')
  })

  test('the cross hides the console and keeps the phone; the tray brings it back', async () => {
    await said(console, 'core', 'deskAddress')
    expect(await shell.order({ do: 'close', title: 'Pult' })).toBe(false)
    await shell.order({ do: 'tray', item: 'open' })
    const { shown } = await shell.record()
    expect(shown.map(({ how }) => how).slice(-3)).toEqual(['hide', 'show', 'focus'])
    await said(console, 'core', 'deskAddress')
  })

  test('a second start shows the window of the first, and its tel: link arrives as it came', async () => {
    await said(console, 'core', 'deskAddress')
    await shell.order({
      do: 'second-instance',
      argv: ['pult', '--inspect=0.0.0.0:9229', 'tel:+7%20495%20111-22-33'],
    })
    await console.locator('#dial', { hasText: 'link: tel:+7%20495%20111-22-33' }).waitFor()
    const { shown } = await shell.record()
    expect(shown.map(({ how }) => how).slice(-2)).toEqual(['show', 'focus'])
  })

  test('the hotkey brings the copied number and the window, whatever program the person was in', async () => {
    await said(console, 'core', 'deskAddress')
    await shell.order({ do: 'hotkey', accelerator: 'Control+F2', clipboard: '8 (495) 111-22-33' })
    await console.locator('#dial', { hasText: 'clipboard: 8 (495) 111-22-33' }).waitFor()
    const { shown } = await shell.record()
    expect(shown.map(({ how }) => how).slice(-2)).toEqual(['show', 'focus'])
  })

  test('quitting from the tray says goodbye to the PBX, closes the core and ends with 0', async () => {
    const phone = await shell.page(phoneAddress)
    await said(console, 'core', 'deskAddress')
    const farewell = phone.waitForEvent('console', (message) => message.text() === 'farewell')
    await shell.order({ do: 'tray', item: 'quit' })
    await farewell
    expect(await shell.ended).toBe(0)
    expect(readFileSync(join(data, 'data', 'log', 'core.jsonl'), 'utf8')).toContain('core.closed')
    expect(existsSync(join(data, 'data', 'core.lock'))).toBe(false)
  })
})

describe('other starts', () => {
  afterEach(endAll)

  test('the second start itself opens nothing and ends', async () => {
    const { shell, data } = launch({ env: { STANDIN_SECOND: '1' } })
    expect(await shell.ended).toBe(0)
    expect(existsSync(join(data, 'data'))).toBe(false)
  })

  test('a tel: link that starts the application reaches the console once it listens', async () => {
    const console = await launch({ args: ['tel:101'] }).shell.page(consoleAddress)
    await console.locator('#dial', { hasText: 'link: tel:101' }).waitFor()
  })

  test('an installed build on a machine without a key store says so and does not start', async () => {
    const { shell, data } = launch({ env: { STANDIN_NO_KEYS: '1', STANDIN_LOCALE: 'en-US' } })
    expect(await shell.ended).toBe(1)
    expect(shell.dialogs).toEqual([
      { title: 'Pult cannot start', text: expect.stringContaining('cannot be kept encrypted') },
    ])
    expect(existsSync(join(data, 'data', 'cache-ref.db'))).toBe(false)
  })

  test('a configuration file with a fault: the core does not start, the person is told after some tries', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pult-config-'))
    folders.push(folder)
    const file = join(folder, 'config.json')
    writeFileSync(file, '{"desk":"not an address"}', { mode: 0o600 })
    const { shell } = launch({ env: { PULT_CONFIG: file } })
    await shell.page(consoleAddress)
    await expect.poll(() => shell.dialogs.length, { timeout: 15_000 }).toBe(1)
    expect(shell.dialogs[0]?.text).toMatch(/Всё сохранённое остаётся на диске/)
  })
})

test('the bundle of a release holds none of the switches for trying media', () => {
  const main = readdirSync(join(app, 'out', 'main'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(app, 'out', 'main', name), 'utf8'))
    .join('\n')
  expect(main).toContain('registerSchemesAsPrivileged')
  const source = readFileSync(join(import.meta.dirname, '../../electron/main/dev-media.ts'), 'utf8')
  const switches = [...source.matchAll(/appendSwitch\('([\w-]+)'/g)].map((found) => found[1] ?? '')
  expect(switches).toHaveLength(3)
  for (const word of [
    ...switches,
    'ignore-certificate-errors',
    'no-sandbox',
    'remote-debugging-port',
    '__DEV_MEDIA__',
  ]) {
    expect([word, main.includes(word)]).toEqual([word, false])
  }
})

test('the preload is one file that needs electron alone', () => {
  const preload = readFileSync(join(app, 'out', 'preload', 'index.cjs'), 'utf8')
  const wanted = [...preload.matchAll(/require\((["'`])(.+?)\1\)/g)].map((found) => found[2])
  expect(new Set(wanted)).toEqual(new Set(['electron']))
  expect(preload).not.toContain('contextBridge')
})
