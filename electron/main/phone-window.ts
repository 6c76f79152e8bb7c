import type { BrowserWindow } from 'electron'
import { openWindow } from './windows.ts'

/** The phone: a page nobody sees, whose calls outlive a crash of the console and whose timers are never slowed. */
export function openPhoneWindow(preload: string): BrowserWindow {
  const window = openWindow(
    'phone',
    preload,
    { width: 320, height: 240, title: 'Pult phone', skipTaskbar: true },
    { background: true },
  )
  window.webContents.on('render-process-gone', () => window.webContents.reload())
  return window
}
