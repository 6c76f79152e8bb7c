import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseSource, readSource, sourceFilesUnder, walk } from '../support/imports.ts'

/**
 * The stand-in must not invent: whatever it offers has to be in Electron's own types, and whatever our code takes from
 * `electron` has to be in the stand-in.
 */
const root = join(import.meta.dirname, '../..')
const types = readFileSync(join(root, 'node_modules/electron/electron.d.ts'), 'utf8')
const standin = 'tests/support/electron-standin'

/** Text of one class or interface of electron.d.ts, with those it extends. */
function declaration(name: string): string {
  const found = new RegExp(`^  (?:class|interface) ${name}\\b([^{]*)\\{\\n([\\s\\S]*?)^  \\}`, 'm').exec(
    types,
  )
  if (!found) return ''
  const parent = /extends (\w+)/.exec(found[1] ?? '')?.[1]
  return `${found[2]}${parent && parent !== 'NodeEventEmitter' ? declaration(parent) : ''}`
}

/** Is there such a member or event in it? */
const has = (text: string, member: string) =>
  new RegExp(`^\\s+(?:static |readonly )*${member}\\??[(:]|^\\s+get ${member}\\(`, 'm').test(text)
const hasEvent = (text: string, event: string) => text.includes(`on(event: '${event}'`)

/** Public methods and fields of the classes of one file of the stand-in. */
function membersOf(file: string): Record<string, string[]> {
  const source = readSource(`${standin}/${file}`)
  const classes: Record<string, string[]> = {}
  walk(parseSource(file, source), (node) => {
    if (node.type !== 'ClassDeclaration') return
    const { id, body } = node as unknown as {
      id: { name: string }
      body: { body: { key?: { type: string; name: string }; kind?: string }[] }
    }
    classes[id.name] = body.body
      .filter(({ key, kind }) => key?.type === 'Identifier' && kind !== 'constructor')
      .map(({ key }) => key?.name ?? '')
  })
  return classes
}

/** What the stand-in keeps for itself and its tests. */
const own: Record<string, readonly string[]> = {
  Contents: ['page', 'openHandler', 'far', 'left', 'frame'],
  StandinApp: ['closeWindows'],
  PortMain: ['id', 'peer', 'receive', 'handOver', 'isAt'],
  Tray: ['icon'],
}

describe('the stand-in offers nothing Electron has not', () => {
  test.each([
    ['app.ts', 'StandinApp', 'App'],
    ['browser-window.ts', 'BrowserWindow', 'BrowserWindow'],
    ['web-contents.ts', 'Contents', 'WebContents'],
    ['ports.ts', 'PortMain', 'MessagePortMain'],
    ['ports.ts', 'ChannelMain', 'MessageChannelMain'],
    ['utility-process.ts', 'Utility', 'UtilityProcess'],
    ['index.ts', 'Tray', 'Tray'],
  ])('%s: %s is %s', (file, name, real) => {
    const text = declaration(real)
    const members = (membersOf(file)[name] ?? []).filter((member) => !own[name]?.includes(member))
    expect(members.length).toBeGreaterThan(0)
    expect(members.filter((member) => !has(text, member))).toEqual([])
  })

  test.each([
    [
      'Session',
      ['setPermissionRequestHandler', 'setPermissionCheckHandler', 'setDevicePermissionHandler', 'protocol'],
    ],
    ['Protocol', ['handle', 'registerSchemesAsPrivileged']],
    [
      'SafeStorage',
      ['isAsyncEncryptionAvailable', 'getSelectedStorageBackend', 'encryptStringAsync', 'decryptStringAsync'],
    ],
    ['Dialog', ['showErrorBox']],
    ['Menu', ['buildFromTemplate', 'setApplicationMenu']],
    ['CommandLine', ['appendSwitch']],
    ['IpcRenderer', ['send', 'on']],
    ['ParentPort', ['postMessage', 'on']],
  ])('%s has what is used of it', (real, members) => {
    const text = declaration(real)
    expect(members.filter((member) => !has(text, member))).toEqual([])
  })

  test.each([
    [
      'App',
      [
        'before-quit',
        'second-instance',
        'open-url',
        'activate',
        'window-all-closed',
        'will-quit',
        'web-contents-created',
      ],
    ],
    [
      'WebContents',
      [
        'will-navigate',
        'will-frame-navigate',
        'will-redirect',
        'will-attach-webview',
        'did-start-loading',
        'render-process-gone',
      ],
    ],
    ['BrowserWindow', ['close', 'closed', 'ready-to-show']],
    ['UtilityProcess', ['message', 'exit']],
    ['MessagePortMain', ['message', 'close']],
    ['PowerMonitor', ['shutdown']],
  ])('%s tells the events that are listened to', (real, events) => {
    const text = declaration(real)
    expect(events.filter((event) => !hasEvent(text, event))).toEqual([])
  })
})

test('everything the shell takes from electron is in the stand-in', () => {
  const offered = new Set(
    [
      ...readSource(`${standin}/index.ts`).matchAll(
        /^export (?:const|class) (\w+)|^export \{ (?:\w+ as )?(\w+) \}/gm,
      ),
    ].map((found) => found[1] ?? found[2] ?? ''),
  )
  const taken = new Set<string>()
  for (const path of sourceFilesUnder('electron/main')) {
    walk(parseSource(path, readSource(path)), (node) => {
      const { source, importKind, specifiers } = node as unknown as {
        source: { value: string }
        importKind: string
        specifiers: { importKind: string; imported: { name: string } }[]
      }
      if (node.type !== 'ImportDeclaration' || source.value !== 'electron' || importKind === 'type') return
      for (const specifier of specifiers) {
        if (specifier.importKind !== 'type') taken.add(specifier.imported.name)
      }
    })
  }
  expect(taken.size).toBeGreaterThan(5)
  expect([...taken].filter((name) => !offered.has(name))).toEqual([])
})

test('permissions named in our table and its test exist', () => {
  const known = new Set([...types.matchAll(/'([\w-]+)'/g)].map((found) => found[1]))
  for (const permission of [
    'speaker-selection',
    'notifications',
    'hid',
    'clipboard-sanitized-write',
    'media',
  ]) {
    expect([permission, known.has(permission)]).toEqual([permission, true])
  }
})
