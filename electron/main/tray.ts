import { Menu, Tray } from 'electron'
import { shellText } from './shell-texts.ts'

/** The icon beside the clock: the way back to a hidden console, and the way out. */
export function openTray(
  icon: string,
  locale: string,
  { open, quit }: { open: () => void; quit: () => void },
): Tray {
  const tray = new Tray(icon)
  tray.setToolTip('Pult')
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { id: 'open', label: shellText(locale, 'open'), click: open },
      { type: 'separator' },
      { id: 'quit', label: shellText(locale, 'quit'), click: quit },
    ]),
  )
  tray.on('click', open)
  return tray
}

/** No menu bar: it would answer to Alt and to keys of the console. macOS takes copy and paste from a menu, so there is one. */
export function setMenu(platform: NodeJS.Platform): void {
  Menu.setApplicationMenu(
    platform === 'darwin'
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
      : null,
  )
}
