import { farewellMs, isPageToShell, type PortRole, type ShellToPage } from '#bridge/shell.ts'
import { CoreLine } from './core-line.ts'

type PageName = 'console' | 'phone'

const pages: Readonly<Record<PageName, { address: string; allow: string }>> = {
  console: { address: '../console/index.html', allow: 'clipboard-write; microphone; speaker-selection; hid' },
  phone: { address: '../phone/index.html', allow: 'microphone; speaker-selection; hid; autoplay' },
}

/**
 * The phone and the console in their frames, and the ports between them and the core. The console may crash or load
 * again as often as it likes: the phone's frame and its calls stay.
 */
export class Stage {
  readonly #frames: Readonly<Record<PageName, HTMLIFrameElement>>
  readonly #ready = new Set<PageName>()
  readonly #lines = new Map<PageName, CoreLine>()
  readonly #farewells: (() => void)[] = []
  #key: string
  #title: MutationObserver | undefined

  /** `key` opens lines to the core. */
  constructor(host: HTMLElement, key: string) {
    this.#key = key
    this.#frames = { phone: makeFrame('phone'), console: makeFrame('console') }
    this.#frames.phone.hidden = true
    window.addEventListener('message', this.#heard)
    host.append(this.#frames.phone, this.#frames.console)
  }

  /** The core lets us in under another key: lines are opened anew, pages stay. */
  changeKey(key: string): void {
    this.#key = key
    for (const line of this.#lines.values()) line.renew()
  }

  /** Ends the calls (at most `farewellMs`), then takes the pages away. */
  async leave(): Promise<void> {
    await this.#farewell()
    window.removeEventListener('message', this.#heard)
    this.#title?.disconnect()
    for (const line of this.#lines.values()) line.stop()
    for (const frame of Object.values(this.#frames)) frame.remove()
  }

  readonly #heard = (event: MessageEvent<unknown>) => {
    if (event.origin !== location.origin || !isPageToShell(event.data)) return
    const page = (['console', 'phone'] as const).find(
      (name) => this.#frames[name].contentWindow === event.source,
    )
    if (!page) return
    if (event.data.type === 'pult:farewell-done') {
      if (page === 'phone') for (const done of this.#farewells.splice(0)) done()
      return
    }
    this.#ready.add(page)
    this.#joinCore(page)
    this.#joinPages()
    if (page === 'console') this.#enterConsole()
  }

  #joinCore(page: PageName): void {
    const line = this.#lines.get(page)
    if (line) {
      line.renew()
      return
    }
    const open = () =>
      new WebSocket(
        `${location.origin.replace('http', 'ws')}/line/${page}?key=${encodeURIComponent(this.#key)}`,
      )
    this.#lines.set(
      page,
      new CoreLine(
        open,
        (port) => this.#give(page, 'core', port),
        () => this.#tell(page, { type: 'pult:port-lost', role: 'core' }),
      ),
    )
  }

  #joinPages(): void {
    if (!this.#ready.has('console') || !this.#ready.has('phone')) return
    const { port1, port2 } = new MessageChannel()
    this.#give('phone', 'console', port1)
    this.#give('console', 'phone', port2)
  }

  #give(page: PageName, role: PortRole, port: MessagePort): void {
    this.#tell(page, { type: 'pult:port', role }, [port])
  }

  #tell(page: PageName, message: ShellToPage, ports: MessagePort[] = []): void {
    this.#frames[page].contentWindow?.postMessage(message, location.origin, ports)
  }

  async #farewell(): Promise<void> {
    if (!this.#ready.has('phone')) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, farewellMs)
    this.#farewells.push(resolve)
    this.#tell('phone', { type: 'pult:farewell' })
    await promise
    clearTimeout(timer)
  }

  /** Keys go to the console from the start, and the tab is called what the console calls itself. */
  #enterConsole(): void {
    const { contentDocument } = this.#frames.console
    this.#frames.console.focus()
    this.#title?.disconnect()
    if (!contentDocument) return
    const copy = () => {
      if (contentDocument.title) document.title = contentDocument.title
    }
    this.#title = new MutationObserver(copy)
    this.#title.observe(contentDocument.head, { childList: true, subtree: true, characterData: true })
    copy()
  }
}

function makeFrame(page: PageName): HTMLIFrameElement {
  const frame = document.createElement('iframe')
  frame.src = pages[page].address
  frame.allow = pages[page].allow
  frame.title = page
  return frame
}
