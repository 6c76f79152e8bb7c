/**
 * Runs in the page before its own scripts: the preload's world, which here is the page's own (the stand-in has no
 * isolation). Written as one function, because its text is sent to the browser.
 */
export function pageSide(preload: (require: (name: string) => unknown) => void): void {
  if (window !== window.top || location.protocol === 'about:') return
  type Listener = (event: { ports: readonly MessagePort[] }, ...args: unknown[]) => void
  type Bindings = {
    __standinSend(channel: string, args: unknown[]): void
    __standinPost(id: number, data: unknown): void
    __standinReceive(channel: string, args: unknown[], ports: number[]): void
    __standinDeliver(id: number, data: unknown): void
    __standinClosed(id: number): void
  }
  const host = window as unknown as Bindings
  const listeners = new Map<string, Listener[]>()
  const ports = new Map<number, MessagePort>()

  const ipcRenderer = {
    send: (channel: string, ...args: unknown[]) => host.__standinSend(channel, args),
    on(channel: string, listener: Listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
      return ipcRenderer
    },
  }
  host.__standinReceive = (channel, args, ids) => {
    const given = ids.map((id) => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = ({ data }) => host.__standinPost(id, data)
      ports.set(id, port1)
      return port2
    })
    for (const listener of listeners.get(channel) ?? []) listener({ ports: given }, ...args)
  }
  host.__standinDeliver = (id, data) => ports.get(id)?.postMessage(data)
  host.__standinClosed = (id) => {
    ports.get(id)?.close()
    ports.delete(id)
  }
  const require = (name: string) => {
    if (name === 'electron') return { ipcRenderer }
    throw new Error(`module not found: ${name} (a sandboxed preload has only electron)`)
  }
  preload(require)
}

/** The script for the browser: the function above with the preload's own text in it (its policy forbids eval). */
export const pageSideScript = (preload: string): string =>
  `(${pageSide.toString()})((require) => { const exports = {}; const module = { exports }; ${preload}\n })`
