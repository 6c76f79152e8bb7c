import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import type { CallStats, PhoneSnapshot } from '#bridge/phone.ts'
import type { SoundView } from '#bridge/phone-media.ts'
import type { PhoneAccount } from '#bridge/settings.ts'
import type { Call } from '#domain/call/call.ts'
import type { CallEvent } from '#domain/call/call-event.ts'
import type { PbxFeatures } from '#domain/call/pbx-features.ts'
import type { SoundSettings } from '#domain/sound/sound-settings.ts'
import { rendererConfig } from '../../../vite.config.ts'
import { type ServedFolder, serveFolder } from '../serve-folder.ts'

/** The phone's own policy: nothing inline, nothing from elsewhere, sockets only. */
const policy =
  "default-src 'none'; script-src 'self'; connect-src ws: wss:; require-trusted-types-for 'script'"
const root = join(import.meta.dirname, '../../..')
const waitMs = 15_000

/** The built page, with a second script that plays the shell: Trusted Types let a test add none later. */
function withShell(html: string): string {
  return html.replace('</head>', '<script type="module" src="/shell.js"></script></head>')
}

export type PhoneSite = ServedFolder

/** Builds the phone page as production does, with the test's shell beside it, and serves both on 127.0.0.1. */
export async function servePhonePage(): Promise<PhoneSite> {
  const outDir = join(root, '.cache/phone-page', String(process.pid))
  await build({
    ...rendererConfig,
    configFile: false,
    logLevel: 'error',
    build: {
      ...rendererConfig.build,
      outDir,
      rolldownOptions: {
        input: {
          phone: join(root, 'renderer/phone/index.html'),
          shell: join(import.meta.dirname, 'shell.ts'),
        },
        output: {
          entryFileNames: (chunk) => (chunk.name === 'shell' ? 'shell.js' : 'assets/[name]-[hash].js'),
        },
      },
    },
  })
  return serveFolder(outDir, { headers: { 'content-security-policy': policy }, htmlAs: withShell })
}

export type PhonePageOptions = {
  /** What the PBX can do, by its codes. */
  features?: Partial<PbxFeatures>
  /** Conversations of a phone page before this one. */
  left?: { call: Call; aliveAt: number }[]
  /** Devices and volumes a person has set. */
  sound?: Partial<SoundSettings>
  /** Before the page loads, in its place: what stands in for the machine's devices, and what looks at certificates. */
  prepare?: (page: Page) => Promise<void>
}

/** One dispatcher's phone page, with the test as its shell. */
export class PhonePage {
  readonly page: Page
  readonly faults: string[] = []

  private constructor(page: Page) {
    this.page = page
    page.on('pageerror', (error) => this.faults.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error')
        this.faults.push(`${message.text()} ${JSON.stringify(message.location())}`)
    })
  }

  static async open(
    browser: Browser,
    site: PhoneSite,
    login: { account: PhoneAccount; password: string },
    more: PhonePageOptions = {},
  ): Promise<PhonePage> {
    const context = await browser.newContext()
    const phone = new PhonePage(await context.newPage())
    const { prepare, ...rest } = more
    await prepare?.(phone.page)
    await phone.page.goto(`${site.url}phone/index.html`)
    await phone.page.waitForFunction(() => window.testShell !== undefined)
    await phone.page.evaluate(
      ([given, { features, left, sound }]) => {
        if (left && window.testShell) window.testShell.left = left
        if (sound && window.testShell) window.testShell.sound = { ...window.testShell.sound, ...sound }
        window.testShell?.startConsole()
        window.testShell?.startCore(given, features)
      },
      [login, rest] as const,
    )
    return phone
  }

  verb(name: string, input: unknown = undefined): Promise<unknown> {
    return this.page.evaluate(([verb, given]) => window.testShell?.verb(verb as 'watch', given), [
      name,
      input,
    ] as const)
  }

  snapshot(): Promise<PhoneSnapshot | null> {
    return this.page.evaluate(() => window.testShell?.snapshot ?? null)
  }

  events(): Promise<CallEvent[]> {
    return this.page.evaluate(() => window.testShell?.events ?? [])
  }

  /** Devices, headset and self-test as the console would see them. */
  sound(): Promise<SoundView | null> {
    return this.page.evaluate(() => window.testShell?.soundView ?? null)
  }

  /** Waits until sound is as wanted; answers it. */
  async soundIs(what: string, wanted: (view: SoundView) => boolean): Promise<SoundView> {
    for (;;) {
      const view = await this.sound()
      if (view && wanted(view)) return view
      await this.#until(
        (seen) => JSON.stringify(window.testShell?.soundView) !== seen,
        JSON.stringify(view),
        what,
      )
    }
  }

  /** Waits for the line to be in a state; answers it. */
  async line(state: string): Promise<PhoneSnapshot['line']> {
    await this.#until((wanted) => window.testShell?.snapshot?.line.state === wanted, state, `line ${state}`)
    return (await this.snapshot())?.line ?? { state: 'off' }
  }

  /** Waits for a call in this state whose fields are as given; answers it. */
  async call(state: string, fields: Record<string, string | boolean> = {}) {
    await this.#until(
      (wanted) =>
        window.testShell?.snapshot?.calls.some((call) =>
          Object.entries(wanted).every(([name, value]) => Reflect.get(call, name) === value),
        ) ?? false,
      { ...fields, state },
      `call ${state} ${JSON.stringify(fields)}`,
    )
    const { calls } = (await this.snapshot()) ?? { calls: [] }
    const found = calls.find((call) => call.state === state)
    if (!found) throw new Error(`the call left ${state} at once`)
    return found
  }

  /** Waits for the transfer of this call to be in this state; answers it. */
  async transfer(callId: string, state: string) {
    await this.#until(
      (wanted) =>
        window.testShell?.snapshot?.transfers.some(
          (one) => one.callId === wanted.callId && one.state === wanted.state,
        ) ?? false,
      { callId, state },
      `transfer ${state}`,
    )
    return (await this.snapshot())?.transfers.find((one) => one.callId === callId)
  }

  /** Waits until this call was listened to; answers how it sounds. */
  async quality(callId: string) {
    await this.#until(
      (wanted) => window.testShell?.snapshot?.quality.some((one) => one.callId === wanted) ?? false,
      callId,
      'listened to',
    )
    return (await this.snapshot())?.quality.find((one) => one.callId === callId)
  }

  /** Waits until this call's other side has this number; answers the other side. */
  async number(callId: string, number: string) {
    await this.#until(
      (wanted) =>
        window.testShell?.snapshot?.calls.some(
          (call) => call.id === wanted.callId && call.peer.number === wanted.number,
        ) ?? false,
      { callId, number },
      `number ${number}`,
    )
    return (await this.snapshot())?.calls.find((call) => call.id === callId)?.peer
  }

  /** Waits until this part of the snapshot fits; answers it. */
  async part<Name extends 'conference' | 'parked' | 'lost'>(name: Name, wanted: string) {
    await this.#until(
      (asked) =>
        JSON.stringify(Reflect.get(window.testShell?.snapshot ?? {}, asked.name) ?? null).includes(
          asked.wanted,
        ),
      { name, wanted },
      `${name} with ${wanted}`,
    )
    return (await this.snapshot())?.[name]
  }

  /** Waits until no call is left, so that the next test begins with none. */
  async quiet(): Promise<void> {
    await this.#until(
      () => window.testShell?.snapshot?.calls.every((call) => call.state === 'over') ?? false,
      null,
      'quiet',
    )
  }

  async stats(callId: string): Promise<CallStats> {
    return (await this.verb('stats', { callId })) as CallStats
  }

  /** Waits until so many packets more came in and went out; answers how many did. */
  async packets(callId: string, more: { in: number; out: number }): Promise<{ in: number; out: number }> {
    const seen = await this.page.evaluate(([id, wanted]) => window.testShell?.packets(id, wanted), [
      callId,
      more,
    ] as const)
    return seen ?? { in: 0, out: 0 }
  }

  /** Kills the page's process: nothing of it says goodbye. */
  async kill(): Promise<void> {
    const crashed = this.page.waitForEvent('crash')
    const session = await this.page.context().newCDPSession(this.page)
    void session.send('Page.crash').catch(() => {})
    await crashed
    await this.page.context().close()
  }

  async close(): Promise<void> {
    await this.page.evaluate(() => window.testShell?.stop())
    await this.page.context().close()
  }

  async #until<Arg>(wanted: (arg: Arg) => boolean | Promise<boolean>, arg: Arg, what: string): Promise<void> {
    try {
      // Playwright's types unpack handles in the argument; ours holds none.
      await this.page.waitForFunction(wanted as (arg: unknown) => boolean, arg, {
        timeout: waitMs,
        polling: 50,
      })
    } catch {
      const seen = JSON.stringify(await this.snapshot())
      throw new Error(`never ${what}: ${seen} ${this.faults.join('; ')}`)
    }
  }
}
