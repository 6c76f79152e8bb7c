import type { BrowserWindow } from 'electron'
import { openWindow } from './windows.ts'

/** The console. Closing it hides it: the phone must go on ringing until the person says "quit". */
export function openConsoleWindow(
  preload: string,
  { icon, mayClose }: { icon: string; mayClose: () => boolean },
): BrowserWindow {
  const window = openWindow(
    'console',
    preload,
    // Fits the smallest screen the console is drawn for, 1366 × 768 with a taskbar.
    { width: 1366, height: 720, minWidth: 1024, minHeight: 600, title: 'Pult', icon },
    { background: false },
  )
  window.once('ready-to-show', () => window.show())
  window.on('close', (event) => {
    if (mayClose()) return
    event.preventDefault()
    window.hide()
  })
  window.webContents.on('render-process-gone', () => window.webContents.reload())
  return window
}

/** The person asked for it (tray, second start): it comes to the front and takes the focus. */
export function bringUp(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** A call rings: the window is seen, but whoever types elsewhere goes on typing there. */
export function pointAt(window: BrowserWindow, ringing: number): void {
  if (ringing > 0 && !window.isVisible()) window.showInactive()
  window.flashFrame(ringing > 0)
}
