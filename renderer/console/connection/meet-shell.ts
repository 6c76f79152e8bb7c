import { type DialOrigin, isShellToPage } from '#bridge/shell.ts'
import type { Links } from './clients.ts'

/**
 * Takes the ports the shell hands out and says that the page is ready. Only this origin is listened to, and only
 * this window or the page that frames it. Answers the way to stop.
 */
export function meetShell(
  links: Links,
  { onDial }: { onDial: (text: string, source: DialOrigin) => void },
): () => void {
  const hear = (event: MessageEvent) => {
    if (event.origin !== location.origin) return
    if (event.source !== window && event.source !== window.parent) return
    if (!isShellToPage(event.data)) return
    if (event.data.type === 'pult:dial') return onDial(event.data.text, event.data.source)
    if (event.data.type === 'pult:farewell') return
    const link =
      event.data.role === 'core' ? links.coreLink : event.data.role === 'phone' ? links.phoneLink : null
    if (!link) return
    if (event.data.type === 'pult:port-lost') return link.detach()
    const [port] = event.ports
    if (port) link.attach(port)
  }
  window.addEventListener('message', hear)
  const ready = { type: 'pult:ready' }
  window.postMessage(ready, location.origin)
  if (window.parent !== window) window.parent.postMessage(ready, location.origin)
  return () => window.removeEventListener('message', hear)
}
