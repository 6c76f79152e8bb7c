import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { app } from './app.ts'
import { browser, serveSchemes, toBrowser } from './browser.ts'
import { ipcMain } from './ipc-main.ts'
import { pageSideScript } from './page-side.ts'
import { postedFar } from './ports.ts'
import { record } from './record.ts'
import { Contents } from './web-contents.ts'

const open = new Set<BrowserWindow>()
let served: Promise<void> | undefined

type Options = Record<string, unknown> & { title?: string; webPreferences?: { preload?: string } }

/** A page of Chromium with a window's manners. */
export class BrowserWindow extends EventEmitter {
  readonly webContents: Contents
  readonly #title: string
  readonly #ready: Promise<Page>
  #visible = false
  #destroyed = false

  constructor(options: Options = {}) {
    super()
    open.add(this)
    this.#title = String(options.title ?? '')
    this.webContents = new Contents(record.windows.length + 1)
    record.windows.push({ id: this.webContents.id, options })
    app.emit('web-contents-created', {}, this.webContents)
    this.#ready = this.#make(options)
  }

  static getAllWindows(): BrowserWindow[] {
    return [...open]
  }

  async #make(options: Options): Promise<Page> {
    const context = await browser(app.getPath('userData'))
    served ??= serveSchemes(context)
    await served
    const page = await context.newPage()
    const { webContents } = this
    webContents.page = page
    await page.exposeBinding('__standinSend', (_source, channel: string, args: unknown[]) => {
      ipcMain.emit(channel, { sender: webContents, senderFrame: webContents.frame }, ...args)
    })
    await page.exposeBinding('__standinPost', (_source, id: number, data: unknown) => postedFar(id, data))
    const { preload } = options.webPreferences ?? {}
    if (preload) await page.addInitScript(pageSideScript(readFileSync(preload, 'utf8')))
    page.on('request', (request) => {
      if (!request.isNavigationRequest() || request.frame() !== page.mainFrame()) return
      webContents.left()
      webContents.emit('did-start-loading')
    })
    page.on('crash', () => webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }))
    page.on('popup', (popup) => {
      if (webContents.openHandler?.({ url: popup.url() }).action !== 'allow') void popup.close()
    })
    page.on('close', () => this.#gone())
    return page
  }

  async loadURL(address: string): Promise<void> {
    const page = await this.#ready
    await page.goto(toBrowser(address))
    this.emit('ready-to-show')
    this.webContents.emit('did-finish-load')
  }

  show(): void {
    this.#see('show', true)
  }
  showInactive(): void {
    this.#see('showInactive', true)
  }
  hide(): void {
    this.#see('hide', false)
  }
  focus(): void {
    record.shown.push({ page: this.#title, how: 'focus' })
  }
  flashFrame(flash: boolean): void {
    if (flash) record.shown.push({ page: this.#title, how: 'flash' })
  }
  restore(): void {}
  isMinimized(): boolean {
    return false
  }
  isVisible(): boolean {
    return this.#visible
  }
  isDestroyed(): boolean {
    return this.#destroyed
  }

  /** As a click on the cross: `close` may hold it back. */
  close(): boolean {
    let held = false
    this.emit('close', {
      preventDefault: () => {
        held = true
      },
    })
    if (!held) void this.#ready.then((page) => page.close())
    return !held
  }

  #see(how: 'show' | 'showInactive' | 'hide', visible: boolean): void {
    this.#visible = visible
    record.shown.push({ page: this.#title, how })
  }

  #gone(): void {
    this.#destroyed = true
    this.webContents.left()
    open.delete(this)
    this.emit('closed')
    if (open.size === 0) app.emit('window-all-closed')
  }
}

app.closeWindows = async () => {
  const closed = [...open].map(
    (window) =>
      new Promise<boolean>((resolve) => {
        window.once('closed', () => resolve(true))
        if (!window.close()) resolve(false)
      }),
  )
  return (await Promise.all(closed)).every(Boolean)
}
