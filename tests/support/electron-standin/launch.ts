import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { toBrowser } from './browser.ts'
import type { Order } from './control.ts'
import type { record } from './record.ts'

const here = import.meta.dirname

type Said =
  | { standin: 'browser'; endpoint: string }
  | { standin: 'answer'; answer: number; value: unknown }
  | { standin: 'dialog'; title: string; text: string }

type WithoutAsk<Value> = Value extends { ask: number } ? Omit<Value, 'ask'> : never

export type LaunchOptions = {
  /** Folder of the built application. */
  app: string
  /** Where it keeps its data. */
  data: string
  args?: readonly string[]
  env?: Readonly<Record<string, string>>
}

/** A running application on the stand-in, and a way to look at it. */
export class Standin {
  readonly #child: ChildProcess
  readonly #answers = new Map<number, (value: unknown) => void>()
  readonly #endpoint = Promise.withResolvers<string>()
  #browser: Promise<Browser> | undefined
  #asked = 0
  stderr = ''
  readonly dialogs: { title: string; text: string }[] = []
  /** The exit code, once it has ended. */
  readonly ended: Promise<number | null>

  constructor({ app, data, args = [], env = {} }: LaunchOptions) {
    this.#child = fork(join(here, 'run.ts'), [app, ...args], {
      execArgv: ['--import', join(here, 'register.ts')],
      env: { ...process.env, PULT_DATA: data, STANDIN_HOME: data, ...env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text
    })
    this.#child.on('message', (said: Said) => {
      if (said.standin === 'browser') this.#endpoint.resolve(said.endpoint)
      else if (said.standin === 'dialog') this.dialogs.push({ title: said.title, text: said.text })
      else this.#answers.get(said.answer)?.(said.value)
    })
    this.ended = new Promise((resolve) => this.#child.on('exit', resolve))
    this.#endpoint.promise.catch(() => {})
    void this.ended.then((code) => {
      this.#endpoint.reject(new Error(`The application ended with ${code}: ${this.stderr}`))
      for (const settle of this.#answers.values()) settle(undefined)
    })
  }

  /** Resolves with what the order gave, or undefined when the application ended meanwhile. */
  order(order: WithoutAsk<Order>): Promise<unknown> {
    this.#asked += 1
    const ask = this.#asked
    return new Promise((resolve) => {
      this.#answers.set(ask, resolve)
      if (this.#child.connected) this.#child.send({ ...order, ask })
      else resolve(undefined)
    })
  }

  async record(): Promise<typeof record> {
    return (await this.order({ do: 'record' })) as typeof record
  }

  /** The page of a window, by the address the application gave it (`pult://app/console/index.html`). */
  async page(address: string): Promise<Page> {
    this.#browser ??= this.#endpoint.promise.then((endpoint) => chromium.connectOverCDP(endpoint))
    const context = (await this.#browser).contexts()[0]
    if (!context) throw new Error('Chromium has no context')
    const wanted = toBrowser(address)
    const { promise, resolve } = Promise.withResolvers<Page>()
    const look = (page: Page) => {
      if (page.url() === wanted) resolve(page)
      page.on('framenavigated', () => {
        if (page.url() === wanted) resolve(page)
      })
    }
    context.on('page', look)
    for (const page of context.pages()) look(page)
    return promise.finally(() => context.off('page', look))
  }

  /** Ends whatever still runs. */
  async end(): Promise<void> {
    await (await this.#browser?.catch(() => undefined))?.close()
    if (this.#child.exitCode === null) this.#child.kill('SIGKILL')
    await this.ended
  }
}
