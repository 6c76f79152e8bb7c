import { app, clipboard, globalShortcut, ipcMain, powerMonitor, type WebContents } from 'electron'
import type { DialOrigin } from '#bridge/shell.ts'
import { bringUp, openConsoleWindow, pointAt } from './console-window.ts'
import type { CoreHost } from './core-host.ts'
import { watchDialHotkey } from './dial-hotkey.ts'
import type { ShellFolders } from './folders.ts'
import { hear } from './ipc.ts'
import { openUpdates } from './open-updates.ts'
import { openPhoneWindow } from './phone-window.ts'
import type { Policy } from './policy.ts'
import { PortBroker } from './port-broker.ts'
import { Quit } from './quit.ts'
import { linkFromArguments } from './tel-link.ts'
import { openTray, setMenu } from './tray.ts'
import type { PageName } from './windows.ts'

/** Crashes of the core in a row after which the person is told; one or two heal before anybody could read. */
const tellAfterFailures = 4

export type ShellNeeds = {
  core: CoreHost
  folders: ShellFolders
  policy: Policy
  surprise: (error: unknown) => void
  /** Tells the person that the core does not come up. */
  coreFails: () => void
}

/** The two windows, the tray, and what happens between them, the core and the operating system. */
export function openShell({ core, folders, policy, surprise, coreFails }: ShellNeeds): void {
  const broker = new PortBroker(core)
  const farewells = new Set<() => void>()
  const ready = new Set<PageName>()
  let dial = askedBy(linkFromArguments(process.argv), 'link')

  const quit: Quit = new Quit({
    farewell: () => farewell(),
    closeCore: () => core.close(),
    installUpdate: () => updates.installWhenQuitting(),
    quit: () => app.quit(),
    surprise,
  })
  const updates = openUpdates(app, core, policy, { prepareToQuit: () => quit.prepare(), surprise })

  const phone = openPhoneWindow(folders.preload)
  const board = openConsoleWindow(folders.preload, { icon: folders.icon, mayClose: () => quit.leaving })
  const pages = new Map<WebContents, PageName>([
    [phone.webContents, 'phone'],
    [board.webContents, 'console'],
  ])
  setMenu(process.platform)
  const show = () => bringUp(board)
  const tray = openTray(folders.tray, app.getLocale(), { open: show, quit: () => app.quit() })

  /** Asks the phone to say BYE and to give up the line. A page that is not there has no calls. */
  function farewell(): Promise<void> {
    if (!ready.has('phone') || phone.isDestroyed()) return Promise.resolve()
    const { promise, resolve } = Promise.withResolvers<void>()
    farewells.add(resolve)
    phone.webContents.send('pult:farewell')
    return promise
  }

  function handDial(): void {
    if (dial === null || !ready.has('console')) return
    board.webContents.send('pult:dial', dial.text, dial.source)
    dial = null
  }

  const stranger = (word: string) => surprise(new Error(`A stranger said ${word}`))
  hear(
    ipcMain,
    'pult:ready',
    ({ sender }) => {
      const page = pages.get(sender)
      if (!page) return
      ready.add(page)
      broker.pageReady(page, sender)
      handDial()
    },
    stranger,
  )
  hear(
    ipcMain,
    'pult:farewell-done',
    ({ sender }) => {
      if (pages.get(sender) !== 'phone') return
      for (const done of farewells) done()
      farewells.clear()
    },
    stranger,
  )
  for (const [contents, page] of pages) {
    const gone = () => {
      ready.delete(page)
      broker.pageGone(page)
    }
    contents.on('did-start-loading', gone)
    contents.on('render-process-gone', (_event, { reason }) => {
      gone()
      surprise(new Error(`The ${page} page ended: ${reason}`))
    })
  }

  core.started.on(() => broker.coreStarted())
  core.died.on(({ attempts }) => {
    broker.coreDied()
    if (attempts === tellAfterFailures) coreFails()
  })
  core.ringing.on((count) => {
    if (!board.isDestroyed()) pointAt(board, count)
  })

  app.on('second-instance', (_event, argv) => {
    dial = askedBy(linkFromArguments(argv), 'link') ?? dial
    show()
    handDial()
  })
  app.on('open-url', (event, url) => {
    event.preventDefault()
    dial = askedBy(linkFromArguments([url]), 'link')
    show()
    handDial()
  })
  const askAboutClipboard = (text: string) => {
    dial = askedBy(text, 'clipboard')
    show()
    handDial()
  }
  const { dialHotkey } = policy
  if (
    dialHotkey !== null &&
    !watchDialHotkey({ globalShortcut, clipboard }, dialHotkey, {
      heard: askAboutClipboard,
      failed: surprise,
    })
  )
    surprise(new Error(`The key ${dialHotkey} is held by another program or unreadable`))
  app.on('activate', show)
  // Windows stay when they are closed; only "quit" ends them, and then Electron must not quit a second time by itself.
  app.on('window-all-closed', () => {})
  app.on('before-quit', (event) => quit.beforeQuit(event))
  app.on('will-quit', () => {
    tray.destroy()
    globalShortcut.unregisterAll()
  })
  // The machine goes down: there is one chance to say BYE.
  powerMonitor.on('shutdown', () => app.quit())
}

/** A text somebody asks about, and how it came. */
const askedBy = (text: string | null, source: DialOrigin) => (text === null ? null : { text, source })
