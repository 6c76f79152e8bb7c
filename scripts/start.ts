import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { featureCodes } from '#demo/mini-pbx/feature-codes.ts'
import { findBrowser, openBrowser, profileFolder } from '#web/open-browser.ts'
import { readArguments, type StartArguments } from './start/arguments.ts'
import { type Console, StartRefused, startConsole } from './start/console.ts'
import { type DemoWorld, startDemoWorld } from './start/demo-world.ts'
import { electronBinary } from './start/electron-binary.ts'
import { ensureBuilt } from './start/fresh-build.ts'
import { say } from './start/words.ts'

/** `npm start`: the console on the demo, or with `--config FILE` on a real PBX and desk. */
const root = join(import.meta.dirname, '..')
const print = (line: string) => void process.stdout.write(`${line}\n`)
const closing: (() => Promise<unknown>)[] = []

/** Ends what was started, the last first; a second Ctrl+C does not wait. */
let leaving = false
async function leave(code: number): Promise<never> {
  if (leaving) process.exit(code)
  leaving = true
  for (const close of closing.reverse()) await close().catch(() => {})
  process.exit(code)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void leave(0))

try {
  await main(readOrRefuse(process.argv.slice(2)))
} catch (error) {
  const known = error instanceof StartRefused
  process.stderr.write(`${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`)
  await leave(1)
}

function readOrRefuse(words: readonly string[]): StartArguments {
  try {
    return readArguments(words, root)
  } catch (error) {
    throw new StartRefused(say('badArgument', error instanceof Error ? error.message : String(error)))
  }
}

async function main(args: StartArguments): Promise<void> {
  if (!(await ensureBuilt(root, print))) return leave(1)
  const electron = args.window && hasDisplay() ? electronBinary() : null
  if (args.config !== null) return open(args, args.config, electron)

  print(say('demoStarts'))
  const world = await startDemoWorld(
    { folder: args.folder, size: args.size, deskPort: 0, pagePort: 0 },
    print,
  ).catch((error: Error) => {
    throw new StartRefused(say('demoFailed', error.message))
  })
  closing.push(() => world.stop())
  print(`${say('desk')}: ${world.desk}`)
  print(`${say('page')}: ${world.page}`)
  // The dispatcher's console is the product; the supervisor's shows the board beside it.
  const [dispatcher, supervisor] = ['dispatcher', 'supervisor'].map((role) =>
    world.people.find((person) => person.role === role),
  )
  if (dispatcher)
    await open(
      { ...args, folder: join(args.folder, 'console') },
      demoConfig(args.folder, world, dispatcher),
      electron,
      dispatcher.name,
    )
  if (supervisor) {
    const folder = join(args.folder, 'supervisor')
    const second = await startConsole({
      folder,
      configFile: demoConfig(args.folder, world, supervisor),
      port: 0,
      root,
    })
    closing.push(() => second.close())
    print(`${say('console', supervisor.name)}: ${second.address}`)
  }
  print(say('once'))
  print(say('stop'))
}

/** Opens a console: Electron where its program is installed, else our own server and a Chromium, and says which. */
async function open(
  args: StartArguments,
  configFile: string,
  electron: string | null,
  who?: string,
): Promise<void> {
  // The demo's PBX speaks on loopback, which Chromium offers for media only when told to.
  const loopback =
    args.config === null
      ? ['--allow-loopback-in-peer-connection', '--disable-features=WebRtcHideLocalIpsWithMdns']
      : []
  if (electron !== null) {
    print(say('inElectron'))
    const env = { ...process.env, PULT_DATA: args.folder, PULT_CONFIG: configFile }
    const child = spawn(electron, [root, ...loopback], { env, stdio: 'inherit' })
    child.once('exit', (code) => void leave(code ?? 0))
    closing.push(async () => void child.kill())
    return
  }
  const started: Console = await startConsole({ folder: args.folder, configFile, port: args.port, root })
  closing.push(() => started.close())
  print(`${who ? say('console', who) : say('plainConsole')}: ${started.address}`)
  if (!args.window) return
  const browser = findBrowser()
  if (browser === null || !hasDisplay()) {
    print(say(browser === null ? 'noBrowser' : 'noDisplay'))
    return
  }
  print(say('inBrowser', browser))
  await openBrowser(started.newAddress(), { browser, profile: profileFolder(), args: loopback })
}

/** A Linux without a display (a server, a container) has nowhere to open a window. */
function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** Addresses and passwords of one demo person as a configuration file only its owner can read. */
function demoConfig(folder: string, world: DemoWorld, person: DemoWorld['people'][number]): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `${person.login}.json`)
  const phone =
    person.extension === null || person.phonePassword === null
      ? {}
      : {
          phone: {
            servers: [world.pbx.server],
            domain: world.pbx.domain,
            user: person.extension,
            displayName: person.name,
          },
          phonePassword: person.phonePassword,
          pbxFeatures: featureCodes,
        }
  const signIn = { login: person.login, password: person.password }
  writeFileSync(file, JSON.stringify({ desk: world.desk, ...phone, signIn }, null, 2), { mode: 0o600 })
  return file
}
