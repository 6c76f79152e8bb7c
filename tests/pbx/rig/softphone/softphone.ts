import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { Emitter } from '#shared/emitter.ts'
import type { PhoneAccount, PhoneEvent, PhonePage, PhoneStats } from './protocol.ts'

/** Longer than any step of a call on a busy machine, shorter than a person's patience with a failed test. */
const patienceMs = 10_000

let bundle: Promise<string> | null = null
let site: Promise<string> | null = null

type Of<Type extends PhoneEvent['type']> = Extract<PhoneEvent, { type: Type }>

/** A phone in a browser: real SIP.js, real WebRTC. Close it with its browser. */
export class Softphone {
  readonly extension: string
  readonly events: PhoneEvent[] = []
  readonly #news = new Emitter<PhoneEvent>()
  readonly #page: Page
  #seen = 0

  private constructor(page: Page, extension: string) {
    this.#page = page
    this.extension = extension
  }

  /** Opens a page of its own and registers; throws when the registration is refused. */
  static async open(browser: Browser, account: PhoneAccount): Promise<Softphone> {
    const phone = await Softphone.openIdle(browser, account.extension)
    const status = await phone.do('start', account)
    if (status !== 200) throw new Error(`registration of ${account.extension} was answered ${status}`)
    return phone
  }

  /** Opens the page and does nothing yet; `do('start', account)` registers. */
  static async openIdle(browser: Browser, extension: string): Promise<Softphone> {
    bundle ??= bundlePage()
    const script = await bundle
    const context = await browser.newContext()
    const page = await context.newPage()
    const phone = new Softphone(page, extension)
    await page.exposeFunction('tell', (event: PhoneEvent) => phone.#take(event))
    site ??= openSite()
    await page.goto(await site)
    await page.addScriptTag({ content: script, type: 'module' })
    await page.waitForFunction(() => window.phone !== undefined)
    return phone
  }

  do<Verb extends keyof PhonePage>(
    verb: Verb,
    ...args: Parameters<PhonePage[Verb]>
  ): Promise<Awaited<ReturnType<PhonePage[Verb]>>> {
    return this.#page.evaluate(
      ([name, values]) =>
        (window.phone[name as Verb] as (...all: unknown[]) => never)(...(values as unknown[])),
      [verb, args] as const,
    )
  }

  /** The first event of this type that was not taken by an earlier wait; also one that came before this call. */
  next<Type extends PhoneEvent['type']>(
    type: Type,
    filter: (event: Of<Type>) => boolean = () => true,
  ): Promise<Of<Type>> {
    const fits = (event: PhoneEvent): event is Of<Type> => event.type === type && filter(event as Of<Type>)
    const found = this.events.findIndex((event, index) => index >= this.#seen && fits(event))
    if (found >= 0) {
      this.#seen = found + 1
      return Promise.resolve(this.events[found] as Of<Type>)
    }
    return new Promise((resolve, reject) => {
      const stop = this.#news.on((event) => {
        if (!fits(event)) return
        clearTimeout(timer)
        stop()
        this.#seen = this.events.indexOf(event) + 1
        resolve(event)
      })
      const timer = setTimeout(() => {
        stop()
        const last = JSON.stringify(this.events.slice(-6))
        reject(new Error(`${this.extension}: no ${type} within ${patienceMs} ms; last events: ${last}`))
      }, patienceMs)
    })
  }

  /** Waits for the call to reach a state of SIP.js, such as Established or Terminated, now or before. */
  async reaches(call: number, state: string): Promise<void> {
    if (this.events.some((event) => event.type === 'state' && event.call === call && event.state === state))
      return
    await this.next('state', (event) => event.call === call && event.state === state)
  }

  /** Waits until `packets` more came in and went out, and answers the difference. */
  hearsAndSays(call: number, packets = 20): Promise<PhoneStats> {
    return this.do('flow', call, packets, patienceMs)
  }

  close(): Promise<void> {
    return this.#page.context().close()
  }

  #take(event: PhoneEvent): void {
    this.events.push(event)
    this.#news.emit(event)
  }
}

/**
 * An empty page on loopback: a secure context, which the microphone asks for, and really from this machine. Chromium
 * does not let a page that was only handed over by the test open a socket to 127.0.0.1 (local network access).
 */
async function openSite(): Promise<string> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>softphone</title>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

/** One file of plain script: SIP.js and the page around it. */
async function bundlePage(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: { entry: join(import.meta.dirname, 'page.ts'), formats: ['es'], fileName: 'softphone' },
    },
  })
  const [output] = Array.isArray(result) ? result : [result]
  if (!output || !('output' in output)) throw new Error('the softphone page was not built')
  return output.output[0].code
}
