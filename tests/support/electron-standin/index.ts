/**
 * A stand-in for the `electron` module where its binary cannot be had: the built main process runs under Node, a window
 * is a page of a real Chromium. docs/shells.md says what this cannot prove.
 */
import { EventEmitter } from 'node:events'
import { handleScheme } from './browser.ts'
import { record } from './record.ts'

export { app } from './app.ts'
export { BrowserWindow } from './browser-window.ts'
export { ipcMain } from './ipc-main.ts'
export { ChannelMain as MessageChannelMain } from './ports.ts'
export { utilityProcess } from './utility-process.ts'

export const protocol = {
  registerSchemesAsPrivileged(schemes: unknown[]): void {
    record.schemes.push(...schemes)
  },
}

type Check = (contents: null, permission: string, origin: string, details: object) => boolean
type Ask = (contents: null, permission: string, answer: (granted: boolean) => void, details: object) => void
/** The permission handlers as they were set; Chromium under Playwright does not ask them. */
export const permissions: {
  check?: Check
  ask?: Ask
  device?: (details: object) => boolean
  events: { [event: string]: (...args: never[]) => void }
} = { events: {} }

export const session = {
  defaultSession: {
    protocol: { handle: handleScheme },
    setPermissionRequestHandler(handler: Ask): void {
      permissions.ask = handler
    },
    setPermissionCheckHandler(handler: Check): void {
      permissions.check = handler
    },
    setDevicePermissionHandler(handler: (details: object) => boolean): void {
      permissions.device = handler
    },
    on(event: string, listener: (...args: never[]) => void): void {
      permissions.events[event] = listener
    },
  },
}

/** Scrambled, so that a test sees plain text where it must not be. */
export const safeStorage = {
  isAsyncEncryptionAvailable: async () => process.env.STANDIN_NO_KEYS !== '1',
  getSelectedStorageBackend: () => process.env.STANDIN_KEYS ?? 'gnome_libsecret',
  encryptStringAsync: async (text: string) => Buffer.from(`v10${Buffer.from(text).toString('hex')}`),
  decryptStringAsync: async (sealed: Buffer) => ({
    shouldReEncrypt: false,
    result: Buffer.from(sealed.toString().slice(3), 'hex').toString(),
  }),
}

export const dialog = {
  showErrorBox(title: string, text: string): void {
    record.dialogs.push({ title, text })
    process.send?.({ standin: 'dialog', title, text })
  },
}

/** Keys as they were registered; `control.ts` presses them. */
export const hotkeys = new Map<string, () => void>()

export const globalShortcut = {
  register(accelerator: string, pressed: () => void): boolean {
    if (process.env.STANDIN_HOTKEY_TAKEN === '1') return false
    hotkeys.set(accelerator, pressed)
    return true
  },
  unregisterAll(): void {
    hotkeys.clear()
  },
}

export const clipboard = { readText: async () => record.clipboard }

export const powerMonitor = new EventEmitter()

export const Menu = {
  buildFromTemplate: (template: unknown) => template,
  setApplicationMenu(menu: unknown): void {
    record.applicationMenu = menu
  },
}

export class Tray extends EventEmitter {
  readonly icon: string
  constructor(icon: string) {
    super()
    this.icon = icon
  }
  setToolTip(): void {}
  setContextMenu(menu: typeof record.trayMenu): void {
    record.trayMenu = menu
  }
  destroy(): void {}
}

/** electron-updater listens to it on macOS. */
export const autoUpdater = new EventEmitter()
