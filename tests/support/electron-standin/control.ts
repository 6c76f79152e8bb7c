import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { hotkeys, permissions } from './index.ts'
import { record } from './record.ts'

/** What a test may ask of the running stand-in; answered with `{ answer, value }`. */
export type Order =
  | { ask: number; do: 'record' }
  | { ask: number; do: 'quit' }
  | { ask: number; do: 'close'; title: string }
  | { ask: number; do: 'tray'; item: string }
  | { ask: number; do: 'second-instance'; argv: string[] }
  | { ask: number; do: 'hotkey'; accelerator: string; clipboard: string }
  | { ask: number; do: 'confined' }
  | { ask: number; do: 'permission'; permission: string; origin: string; media: string }

/** Listens to the process that started us. */
export function obeyTests(): void {
  process.on('message', (order: Order) => {
    process.send?.({ standin: 'answer', answer: order.ask, value: obey(order) })
  })
}

function obey(order: Order): unknown {
  switch (order.do) {
    case 'record':
      return JSON.parse(JSON.stringify(record))
    case 'quit':
      return app.quit()
    case 'close':
      return BrowserWindow.getAllWindows()
        .find((window) => record.windows[window.webContents.id - 1]?.options.title === order.title)
        ?.close()
    case 'tray':
      return record.trayMenu.find(({ id }) => id === order.item)?.click?.()
    case 'second-instance':
      return app.emit('second-instance', {}, order.argv, '/')
    case 'hotkey':
      record.clipboard = order.clipboard
      return hotkeys.get(order.accelerator)?.()
    case 'confined':
      return BrowserWindow.getAllWindows().map(confinement)
    case 'permission':
      return permissions.check?.(null, order.permission, order.origin, {
        isMainFrame: true,
        mediaType: order.media,
      })
  }
}

/** What each attempt of a page to get out meets. */
function confinement({ webContents }: BrowserWindow): Record<string, unknown> {
  const held = (event: string) => {
    let prevented = false
    webContents.emit(event, {
      url: 'https://attacker.example/',
      preventDefault: () => {
        prevented = true
      },
    })
    return prevented
  }
  return {
    open: webContents.openHandler?.({ url: 'https://attacker.example/' }).action,
    navigate: held('will-navigate'),
    frame: held('will-frame-navigate'),
    redirect: held('will-redirect'),
    webview: held('will-attach-webview'),
  }
}
