import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build, type Configuration, Platform } from 'electron-builder'

/**
 * `npm run package [-- --win | --mac | --linux] [--dir] [--download]`: builds the bundles and makes installers in release/.
 * Electron's program comes from PULT_ELECTRON_DIST, else from node_modules/electron/dist, else with --download from its
 * makers. PULT_RELEASE=1 refuses to make anything unsigned.
 */
const root = join(import.meta.dirname, '..')
const { values } = parseArgs({
  options: {
    win: { type: 'boolean' },
    mac: { type: 'boolean' },
    linux: { type: 'boolean' },
    dir: { type: 'boolean' },
    download: { type: 'boolean' },
  },
})

const explanation = `Для установщика нужна программа Electron, её здесь нет / Packing needs Electron's own program, which is not here.
  npx install-electron                  скачать её для этого компьютера / fetch it for this computer
  PULT_ELECTRON_DIST=ПАПКА npm run package   взять распакованную сборку Electron / use an unpacked build of Electron
  npm run package -- --download         разрешить упаковщику скачать её / let the packer download it (also for other systems)
`

/** The system to build for; this machine's own when none is named. */
function wanted(): Platform {
  if (values.win) return Platform.WINDOWS
  if (values.mac) return Platform.MAC
  if (values.linux) return Platform.LINUX
  return Platform.current()
}

/** Folder of an unpacked Electron for that system, or null. */
function electronDist(platform: Platform): string | null {
  if (process.env.PULT_ELECTRON_DIST) return process.env.PULT_ELECTRON_DIST
  const installed = join(root, 'node_modules/electron/dist')
  return platform === Platform.current() && existsSync(installed) ? installed : null
}

/** Runs one of our scripts; its exit code. */
function run(script: string): Promise<number | null> {
  const child = spawn(process.execPath, [join(root, script)], { cwd: root, stdio: 'inherit' })
  return new Promise((resolve) => child.once('exit', resolve))
}

async function main(): Promise<number> {
  const platform = wanted()
  const dist = electronDist(platform)
  if (dist === null && !values.download) {
    process.stderr.write(explanation)
    return 1
  }
  if ((await run('scripts/build.ts')) !== 0) return 1
  // A build nobody gave an update address looks at one that cannot exist.
  process.env.PULT_UPDATE_URL ??= 'https://updates.pult.invalid/'
  process.env.PULT_TARGET = platform.nodeName
  const config: Configuration = {
    ...(dist !== null && { electronDist: dist }),
    forceCodeSigning: process.env.PULT_RELEASE === '1',
  }
  const made = await build({
    targets: platform.createTarget(values.dir ? 'dir' : undefined),
    projectDir: root,
    config,
    publish: 'never',
  })
  for (const file of made) process.stdout.write(`${file}\n`)
  return 0
}

process.exitCode = await main()
