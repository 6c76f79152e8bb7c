import { EventEmitter } from 'node:events'
import type { Page } from 'playwright-core'
import { toApp } from './browser.ts'
import { type FarSide, farSideGone, type PortMain } from './ports.ts'

/** What the main process says to one page. */
export class Contents extends EventEmitter {
  readonly id: number
  page: Page | null = null
  openHandler: ((details: { url: string }) => { action: 'deny' | 'allow' }) | null = null
  readonly far: FarSide

  constructor(id: number) {
    super()
    this.id = id
    this.far = {
      deliver: (port, data) => this.#call('__standinDeliver', [port, asText(data)]),
      closed: (port) => this.#call('__standinClosed', [port]),
    }
  }

  send(channel: string, ...args: unknown[]): void {
    this.#call('__standinReceive', [channel, args, []])
  }

  postMessage(channel: string, message: unknown, transfer: readonly PortMain[] = []): void {
    this.#call('__standinReceive', [channel, [message], transfer.map(({ id }) => id)])
    for (const port of transfer) port.handOver(this.far)
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: 'deny' | 'allow' }): void {
    this.openHandler = handler
  }

  reload(): void {
    void this.page?.reload()
  }

  isDestroyed(): boolean {
    return this.page?.isClosed() ?? false
  }

  /** The document is left: what it held is closed. */
  left(): void {
    farSideGone(this.far)
  }

  get frame() {
    const url = toApp(this.page?.url() ?? 'about:blank')
    return { url, origin: /^[a-z]+:\/\/[^/]+/.exec(url)?.[0] ?? 'null', parent: null }
  }

  #call(name: string, args: unknown[]): void {
    // A page that is being left loses what is said to it, as in Electron.
    this.page
      ?.evaluate(
        ({ called, given }) => {
          const host = window as unknown as Record<string, (...values: unknown[]) => void>
          host[called]?.(...given)
        },
        { called: name, given: args },
      )
      .catch(() => {})
  }
}

/** Frames between processes are text; anything else would cross Playwright's pipe changed. */
function asText(data: unknown): string {
  if (typeof data !== 'string') throw new Error('The stand-in carries text frames to pages')
  return data
}
