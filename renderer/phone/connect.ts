import { isShellToPage, type PageToShell } from '#bridge/shell.ts'

export type Connections = {
  onCore: (port: MessagePort) => void
  /** The core is away: nothing is answered until the next `onCore`. */
  onCoreLost: () => void
  onConsole: (port: MessagePort) => void
  /** The application quits: calls and line are to end. */
  onFarewell: () => Promise<void>
}

/**
 * Listens to the shell alone: our own origin, and as sender this window (a preload posts into it) or the page that
 * holds it in a frame. Says that it is ready once, so that the shell need not guess when to post.
 */
export function connectToShell(page: Window, connections: Connections): () => void {
  const listener = (event: MessageEvent) => {
    if (event.origin !== page.location.origin) return
    if (event.source !== page && event.source !== page.parent) return
    const message: unknown = event.data
    if (!isShellToPage(message)) return
    if (message.type === 'pult:farewell') {
      void connections.onFarewell().finally(() => say(page, { type: 'pult:farewell-done' }))
    } else if (message.type === 'pult:port-lost') {
      if (message.role === 'core') connections.onCoreLost()
    } else if (message.type === 'pult:port') {
      const [port] = event.ports
      if (port) (message.role === 'core' ? connections.onCore : connections.onConsole)(port)
    }
  }
  page.addEventListener('message', listener)
  say(page, { type: 'pult:ready' })
  return () => page.removeEventListener('message', listener)
}

/** To whoever may be the shell: this window's own listeners (a preload) and the outer page. */
function say(page: Window, message: PageToShell): void {
  page.postMessage(message, page.location.origin)
  if (page.parent !== page) page.parent.postMessage(message, page.location.origin)
}
