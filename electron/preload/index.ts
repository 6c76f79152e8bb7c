import { ipcRenderer } from 'electron'
import {
  type DialOrigin,
  isPageToShell,
  type PageToShell,
  type PortRole,
  type ShellToPage,
} from '#bridge/shell.ts'

/**
 * The whole bridge between a sandboxed page and the main process: ports and three small words. Nothing is put on
 * `window`; a page that is taken over by an attacker gains no function it could call.
 */
const toPage = (message: ShellToPage, ports: readonly MessagePort[] = []) =>
  window.postMessage(message, location.origin, [...ports])

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (event.source !== window || event.origin !== location.origin || !isPageToShell(event.data)) return
  ipcRenderer.send(event.data.type satisfies PageToShell['type'])
})

ipcRenderer.on('pult:port', (event, role: PortRole) => toPage({ type: 'pult:port', role }, event.ports))
ipcRenderer.on('pult:port-lost', (_event, role: PortRole) => toPage({ type: 'pult:port-lost', role }))
ipcRenderer.on('pult:farewell', () => toPage({ type: 'pult:farewell' }))
ipcRenderer.on('pult:dial', (_event, text: string, source: DialOrigin) =>
  toPage({ type: 'pult:dial', text, source }),
)
