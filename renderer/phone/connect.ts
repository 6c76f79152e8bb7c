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
 * Listens to the shell alone: this window's own origin and this window itself as sender (the preload or the outer page posts into
 * it). Says `pult:phone-ready` once, so that the shell need not guess when to post.
 */
export function connectToShell(page: Window, connections: Connections): () => void {
  const listener = (event: MessageEvent) => {
    if (event.origin !== page.location.origin || event.source !== page) return
    const data: unknown = event.data
    if (isPortMessage(data)) {
      const [port] = event.ports
      if (port) (data.role === 'core' ? connections.onCore : connections.onConsole)(port)
    } else if (isStopMessage(data)) {
      void connections
        .onStop()
        .finally(() => page.postMessage({ type: 'pult:stopped' }, page.location.origin))
    }
  }
  page.addEventListener('message', listener)
  page.postMessage({ type: 'pult:phone-ready' }, page.location.origin)
  return () => page.removeEventListener('message', listener)
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
