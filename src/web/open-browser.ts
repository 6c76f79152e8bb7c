import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Where Chromium and its siblings are installed, the plainest first. */
const places: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/snap/bin/chromium',
    '/usr/bin/microsoft-edge',
    '/usr/bin/yandex-browser',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    '/Applications/Yandex.app/Contents/MacOS/Yandex',
  ],
  win32: [
    '{ProgramFiles}\\Google\\Chrome\\Application\\chrome.exe',
    '{ProgramFiles(x86)}\\Google\\Chrome\\Application\\chrome.exe',
    '{LocalAppData}\\Google\\Chrome\\Application\\chrome.exe',
    '{ProgramFiles(x86)}\\Microsoft\\Edge\\Application\\msedge.exe',
    '{LocalAppData}\\Yandex\\YandexBrowser\\Application\\browser.exe',
  ],
}

/** Path of an installed Chromium-like browser, or null. `PULT_CHROMIUM` names another one. */
export function findBrowser(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  exists: (path: string) => boolean = existsSync,
): string | null {
  const variable = (name: string) =>
    Object.entries(env).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
  const wanted = [
    ...(env.PULT_CHROMIUM ? [env.PULT_CHROMIUM] : []),
    ...(places[platform] ?? []).map((path) =>
      path.replace(/\{(.+?)\}/, (_whole, name: string) => variable(name) ?? '{missing}'),
    ),
  ]
  return wanted.find((path) => !path.includes('{missing}') && exists(path)) ?? null
}

/** The ring must be heard before the first click, and a hidden window still has to ring. */
const phoneArguments = [
  '--autoplay-policy=no-user-gesture-required',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  '--no-first-run',
  '--no-default-browser-check',
]

export type BrowserOptions = {
  /** Path of the browser. */
  browser: string
  /** A profile of Pult's own, so that no extension of the person's browser reads the customers' data. */
  profile: string
  /** More switches, such as `--allow-loopback-in-peer-connection` for a PBX on this machine. */
  args?: readonly string[]
}

/**
 * Opens the address in a window of its own, without tabs and address bar. The address holds a token, and arguments are
 * read by every user of a machine: it goes through a file only its owner can read. The browser outlives us on purpose:
 * its windows find a core that was started again. Rejects when the browser cannot be started.
 */
export function openBrowser(address: string, { browser, profile, args = [] }: BrowserOptions): Promise<void> {
  mkdirSync(profile, { recursive: true, mode: 0o700 })
  const door = join(profile, 'open.html')
  writeFileSync(
    door,
    `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${address}"><title>Пульт</title>\n`,
    {
      mode: 0o600,
    },
  )
  const child = spawn(
    browser,
    [`--app=${pathToFileURL(door).href}`, `--user-data-dir=${profile}`, ...phoneArguments, ...args],
    { detached: true, stdio: 'ignore' },
  )
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('spawn', () => {
      child.unref()
      resolve()
    })
  })
}

/** Where the browser's profile lies by the platform's custom. */
export function profileFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (platform === 'win32')
    return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Pult', 'browser')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Pult', 'browser')
  return join(env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'pult', 'browser')
}
