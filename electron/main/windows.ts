import { BrowserWindow, type BrowserWindowConstructorOptions, type WebContents } from 'electron'
import { pageAddress } from './protocol.ts'

export type PageName = 'console' | 'phone'

/** The only place that makes windows: every one of them is a sandboxed page of ours that can go nowhere else. */
export function openWindow(
  page: PageName,
  preload: string,
  look: Pick<
    BrowserWindowConstructorOptions,
    'width' | 'height' | 'minWidth' | 'minHeight' | 'title' | 'icon' | 'skipTaskbar'
  >,
  /** The phone's timers and sound go on although nobody sees it. */
  { background }: { background: boolean },
): BrowserWindow {
  const window = new BrowserWindow({
    ...look,
    show: false,
    webPreferences: {
      preload,
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
      spellcheck: false,
      backgroundThrottling: !background,
      // The ring must be heard before anybody has clicked.
      autoplayPolicy: 'no-user-gesture-required',
    },
  })
  void window.loadURL(pageAddress(page))
  return window
}

/** Pages of ours never leave, never open windows and hold no web view; said to all contents, however they came about. */
export function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
}
