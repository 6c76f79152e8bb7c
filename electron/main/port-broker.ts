import { type MessageChannelMain, MessageChannelMain as NewChannel, type WebContents } from 'electron'
import type { PortRole } from '#bridge/shell.ts'
import type { CoreHost } from './core-host.ts'
import type { PageName } from './windows.ts'

/**
 * Brings pages, phone and core together: makes channels and gives their ends away. Nothing that passes through them
 * is seen here. A page that loaded again and a core that started again get new ends; the old ones close by themselves.
 */
export class PortBroker {
  readonly #core: Pick<CoreHost, 'connect'>
  readonly #pages = new Map<PageName, WebContents>()
  #coreUp = false

  constructor(core: Pick<CoreHost, 'connect'>) {
    this.#core = core
  }

  /** A page has loaded and listens. */
  pageReady(page: PageName, contents: WebContents): void {
    this.#pages.set(page, contents)
    this.#joinCore(page)
    this.#joinPages()
  }

  /** A page is gone or loading anew; it will say `pageReady` again. */
  pageGone(page: PageName): void {
    if (!this.#pages.delete(page)) return
    for (const contents of this.#pages.values()) contents.send('pult:port-lost', page)
  }

  coreStarted(): void {
    this.#coreUp = true
    for (const page of this.#pages.keys()) this.#joinCore(page)
  }

  /** Ends of a process that died are not closed for a page in every browser: it is told in words. */
  coreDied(): void {
    this.#coreUp = false
    for (const contents of this.#pages.values()) contents.send('pult:port-lost', 'core')
  }

  #joinCore(page: PageName): void {
    if (!this.#coreUp) return
    const { port1, port2 } = new NewChannel()
    this.#core.connect(page, port1)
    this.#give(page, 'core', port2)
  }

  #joinPages(): void {
    if (!this.#pages.has('console') || !this.#pages.has('phone')) return
    const { port1, port2 } = new NewChannel()
    this.#give('phone', 'console', port1)
    this.#give('console', 'phone', port2)
  }

  #give(page: PageName, role: PortRole, port: MessageChannelMain['port1']): void {
    this.#pages.get(page)?.postMessage('pult:port', role, [port])
  }
}
