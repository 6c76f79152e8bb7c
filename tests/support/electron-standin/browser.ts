import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'
import { withoutFeatures } from '#tests/support/chromium-features.ts'

/** `pult://app/…` is shown to Chromium as `https://app.invalid/…`: a secure origin nobody else can have. */
export const toBrowser = (address: string) =>
  address.replace(/^([a-z]+):\/\/([a-z]+)\//, (whole, scheme: string, host: string) =>
    scheme === 'http' || scheme === 'https' ? whole : `https://${host}.invalid/`,
  )

type Handler = (request: Request) => Response | Promise<Response>
const handlers = new Map<string, Handler>()
const switches: string[] = []
let started: Promise<BrowserContext> | undefined
let schemeShown = 'app'

/** The address as the main process knows it. */
export const toApp = (address: string) =>
  address.replace(/^https:\/\/([a-z]+)\.invalid/, `${schemeShown}://$1`)

export const commandLine = {
  appendSwitch(name: string, value?: string) {
    switches.push(value === undefined ? `--${name}` : `--${name}=${value}`)
  },
}

/** One Chromium for the whole application; its profile lies in the application's folder, with its debugging port. */
export function browser(userData: string): Promise<BrowserContext> {
  started ??= launch(userData)
  return started
}

export async function closeBrowser(): Promise<void> {
  await (await started)?.close()
}

async function launch(userData: string): Promise<BrowserContext> {
  const profile = join(userData, 'Chromium')
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.PULT_CHROMIUM || '/usr/bin/chromium',
    locale: process.env.STANDIN_LOCALE ?? 'ru-RU',
    viewport: null,
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      withoutFeatures(),
      '--remote-debugging-port=0',
      '--window-size=1366,768',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      '--allow-loopback-in-peer-connection',
      '--autoplay-policy=no-user-gesture-required',
      ...switches,
    ],
  })
  // The first line of Chromium's own note is the port a test may look through.
  const [port] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')
  process.send?.({ standin: 'browser', endpoint: `http://127.0.0.1:${port}` })
  return context
}

/** `session.protocol.handle`: the application's own answers, by way of a route. */
export function handleScheme(scheme: string, handler: Handler): void {
  handlers.set(scheme, handler)
  schemeShown = scheme
}

/** Serves the application's schemes to a context; called once, when the first window opens. */
export async function serveSchemes(context: BrowserContext): Promise<void> {
  await context.route(/^https:\/\/[a-z]+\.invalid\//, async (route) => {
    const asked = route.request()
    const handler = handlers.get(schemeShown)
    if (!handler) return route.abort()
    const answer = await handler(new Request(toApp(asked.url()), { method: asked.method() }))
    await route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    })
  })
}
