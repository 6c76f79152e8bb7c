/** What the shell posts into the page, with one port each. */
export type PortMessage = { type: 'pult:port'; role: 'core' | 'console' }
/** What the shell posts when the application quits; answered by `pult:stopped` when the line is down. */
export type StopMessage = { type: 'pult:stop' }

export type Connections = {
  onCore: (port: MessagePort) => void
  onConsole: (port: MessagePort) => void
  onStop: () => Promise<void>
}

/**
 * Listens to the shell alone: our own origin, and as sender this window (a preload posts into it) or the page that holds it in
 * a frame. Says `pult:phone-ready` once, so that the shell need not guess when to post.
 */
export function connectToShell(page: Window, connections: Connections): () => void {
  const listener = (event: MessageEvent) => {
    if (event.origin !== page.location.origin) return
    if (event.source !== page && event.source !== page.parent) return
    const data: unknown = event.data
    if (isPortMessage(data)) {
      const [port] = event.ports
      if (port) (data.role === 'core' ? connections.onCore : connections.onConsole)(port)
    } else if (isStopMessage(data)) {
      void connections.onStop().finally(() => say(page, 'pult:stopped'))
    }
  }
  page.addEventListener('message', listener)
  say(page, 'pult:phone-ready')
  return () => page.removeEventListener('message', listener)
}

/** To whoever may be the shell: this window's own listeners and the outer page. */
function say(page: Window, type: 'pult:phone-ready' | 'pult:stopped'): void {
  page.postMessage({ type }, page.location.origin)
  if (page.parent !== page) page.parent.postMessage({ type }, page.location.origin)
}

function isPortMessage(data: unknown): data is PortMessage {
  return isTyped(data, 'pult:port') && 'role' in data && (data.role === 'core' || data.role === 'console')
}

function isStopMessage(data: unknown): data is StopMessage {
  return isTyped(data, 'pult:stop')
}

function isTyped(data: unknown, type: string): data is { type: string } {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === type
}
