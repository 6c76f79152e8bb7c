import { type Import, importsOf, lineOf, type Node, parseSource, walk } from './imports.ts'

/**
 * Who may import whom: docs/design.md §3. A path belongs to the first zone whose folder holds it, so the narrower
 * zones come first.
 */
type Zone = {
  name: string
  folder: string
  /** Folders or single files it may reach besides its own. */
  folders: readonly string[]
  /** May it use Node's own modules? */
  node: boolean
  /** Packages: the only ones it may use, or the ones it may not. */
  packages: { only: readonly string[] } | { never: readonly string[] }
}

const browserPackages = ['react', 'react-dom', 'sip.js', '@base-ui/react', 'cmdk', 'uplot', 'react-i18next']
const serverPackages = ['fastify', 'pg', '@electric-sql/pglite']
const storePackages = ['better-sqlite3', 'drizzle-orm']
const shellPackages = ['electron', 'electron-updater', 'electron-vite', 'electron-builder']
const testPackages = ['vitest', 'playwright-core', 'happy-dom', 'fast-check', '@testing-library/react']

const zones: readonly Zone[] = [
  { name: 'shared', folder: 'src/shared', folders: [], node: false, packages: { only: [] } },
  {
    name: 'domain',
    folder: 'src/domain',
    folders: ['src/shared'],
    node: false,
    packages: { only: ['zod', 'temporal-polyfill', 'libphonenumber-js'] },
  },
  ...['bridge', 'wire'].map((name) => ({
    name,
    folder: `src/${name}`,
    folders: ['src/domain', 'src/shared'],
    node: false,
    packages: { only: ['zod', '@orpc/contract'] },
  })),
  {
    name: 'core',
    folder: 'src/core',
    folders: ['src/domain', 'src/bridge', 'src/wire', 'src/shared'],
    node: true,
    packages: { never: [...browserPackages, ...serverPackages, ...shellPackages, ...testPackages] },
  },
  {
    name: 'desk',
    folder: 'src/desk',
    folders: ['src/domain', 'src/wire', 'src/shared'],
    node: true,
    packages: { never: [...browserPackages, ...shellPackages, ...testPackages, 'better-sqlite3'] },
  },
  {
    name: 'web',
    folder: 'src/web',
    folders: ['src/core/start-core.ts', 'src/bridge', 'src/shared'],
    node: true,
    packages: {
      never: [...browserPackages, ...shellPackages, ...storePackages, ...serverPackages, ...testPackages],
    },
  },
  {
    name: 'demo',
    folder: 'src/demo',
    folders: ['src/domain', 'src/wire', 'src/desk', 'src/shared'],
    node: true,
    packages: { never: [...browserPackages, ...shellPackages, 'better-sqlite3', ...testPackages] },
  },
  {
    name: 'electron core process',
    folder: 'electron/main/core-process.ts',
    folders: ['electron', 'src/core/start-core.ts', 'src/bridge', 'src/shared'],
    node: true,
    packages: { never: [...browserPackages, ...serverPackages, ...storePackages, ...testPackages] },
  },
  {
    name: 'electron',
    folder: 'electron',
    folders: ['src/bridge', 'src/shared'],
    node: true,
    packages: { never: [...browserPackages, ...serverPackages, ...storePackages, ...testPackages] },
  },
  ...[
    {
      name: 'renderer/phone',
      folder: 'renderer/phone',
      sip: true,
      beside: ['renderer/texts', 'renderer/ui'],
    },
    { name: 'renderer/ui', folder: 'renderer/ui', sip: false, beside: [] },
    { name: 'renderer/texts', folder: 'renderer/texts', sip: false, beside: [] },
    { name: 'renderer', folder: 'renderer', sip: false, beside: [] },
  ].map(({ name, folder, sip, beside }) => ({
    name,
    folder,
    folders: ['src/bridge', 'src/domain', 'src/shared', ...beside],
    node: false,
    packages: {
      never: [
        ...shellPackages,
        ...serverPackages,
        ...storePackages,
        ...testPackages,
        'ws',
        'werift',
        ...(sip ? [] : ['sip.js']),
      ],
    },
  })),
]

/** The right door, by who asks and for what; the first that fits is told. */
const doors: readonly { from: RegExp; to: RegExp; door: string }[] = [
  {
    from: /./,
    to: /^tests\//,
    door: 'nothing imports tests: move what both need into src/shared or next to its owner',
  },
  {
    from: /^src\/shared\//,
    to: /./,
    door: 'shared imports nothing: if it needs a word of the business it belongs in src/domain',
  },
  {
    from: /^src\/domain\//,
    to: /^node:/,
    door: 'domain runs without I/O: take the value as an argument, or ask for it through a port of the core',
  },
  {
    from: /^src\/domain\//,
    to: /./,
    door: 'domain is pure functions over shared and a few pure packages: let the core or the window call it, and pass values in',
  },
  {
    from: /^src\/bridge\//,
    to: /^src\/wire\//,
    door: 'window and desk never share a contract: put the common shape into src/domain',
  },
  {
    from: /^src\/wire\//,
    to: /^src\/bridge\//,
    door: 'desk and window never share a contract: put the common shape into src/domain',
  },
  {
    from: /^src\/(bridge|wire)\//,
    to: /./,
    door: 'a contract is schemas only: handlers live in src/core and src/desk, shapes in src/domain',
  },
  { from: /^src\/core\//, to: /^src\/desk\//, door: 'the core speaks to the desk through src/wire' },
  {
    from: /^src\/core\//,
    to: /^(electron|src\/web\/|renderer\/|package react|package sip\.js)/,
    door: 'the core knows no shell and no window: take it as a port, and let the shell pass it to startCore',
  },
  {
    from: /^src\/desk\//,
    to: /^src\/(core|bridge)\//,
    door: 'the desk knows the core through src/wire only',
  },
  {
    from: /^src\/(web|demo)\/|^electron\//,
    to: /^src\/core\//,
    door: 'a shell starts the core by src/core/start-core (in Electron from core-process.ts only) and speaks to it by src/bridge',
  },
  {
    from: /^electron\//,
    to: /^src\/desk\//,
    door: 'the shell never meets the desk: the core does, through src/wire',
  },
  {
    from: /^renderer\//,
    to: /^src\/(core|desk|wire|web|demo)\//,
    door: 'ask through src/bridge, served by src/core/handlers',
  },
  {
    from: /^renderer\//,
    to: /^(node:|electron|package electron)/,
    door: 'the window is ordinary web code: ask through src/bridge',
  },
  {
    from: /^renderer\//,
    to: /^package sip\.js/,
    door: 'only renderer/phone speaks SIP: use the phone contract in src/bridge',
  },
  {
    from: /^renderer\/(ui|texts)\//,
    to: /^renderer\//,
    door: 'ui and texts know no feature: pass it in as a prop',
  },
  {
    from: /^renderer\/phone\//,
    to: /^renderer\//,
    door: 'the phone is a page of its own: speak to the console by the phone contract in src/bridge',
  },
  {
    from: /^renderer\//,
    to: /^renderer\/phone\//,
    door: 'the phone is a page of its own: speak to it by the phone contract in src/bridge',
  },
]

const zoneOf = (path: string) => zones.find(({ folder }) => within(path, folder))

const within = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`)

/** What the door table matches: a path, `node:NAME` or `package NAME`. */
function asText({ to }: Import): string {
  switch (to.kind) {
    case 'file':
      return to.path
    case 'package':
      return `package ${to.name}`
    case 'node':
      return to.name.startsWith('node:') ? to.name : `node:${to.name}`
    case 'unknown':
      return to.specifier
  }
}

function allowed(zone: Zone, from: string, found: Import): boolean {
  const { to } = found
  switch (to.kind) {
    case 'unknown':
      return false
    case 'node':
      return zone.node
    case 'package':
      return 'only' in zone.packages
        ? zone.packages.only.includes(to.name)
        : !zone.packages.never.includes(to.name)
    case 'file': {
      if (within(to.path, 'tests') || within(to.path, 'scripts')) return false
      const target = zoneOf(to.path)
      if (zone.name.startsWith('renderer') && target?.name.startsWith('renderer'))
        return betweenPages(zone, target)
      if (target?.name.startsWith('electron') && zone.name.startsWith('electron')) return true
      return target?.folder === zoneOf(from)?.folder || zone.folders.some((folder) => within(to.path, folder))
    }
  }
}

/** Inside the renderer: console reaches ui and texts, the phone stands alone, ui and texts know no page. */
function betweenPages(zone: Zone, target: Zone): boolean {
  if (zone.name === target.name) return true
  if (zone.name === 'renderer') return target.name !== 'renderer/phone'
  if (zone.name === 'renderer/phone') return target.name === 'renderer/ui' || target.name === 'renderer/texts'
  return target.name === 'renderer/texts' && zone.name === 'renderer/ui'
}

/** The fences one file breaks, each as `path:line: what, and the right door`. */
export function brokenFences(path: string, source: string): string[] {
  const zone = zoneOf(path)
  if (!zone) return []
  const imports = importsOf(path, source)
    .filter((found) => !allowed(zone, path, found))
    .map(
      (found) =>
        `${path}:${found.line}: ${zone.name} may not import ${asText(found)} (${found.specifier}): ${doorFor(path, found)}`,
    )
  return zone.name === 'domain' ? [...imports, ...impureWords(path, source)] : imports
}

function doorFor(path: string, found: Import): string {
  const text = asText(found)
  return (
    doors.find(({ from, to }) => from.test(path) && to.test(text))?.door ??
    'see the table in docs/design.md §3'
  )
}

/** Names that are a clock, chance, I/O or the DOM: reading one of them makes a function of the domain impure. */
const impureObjects = new Set([
  'performance',
  'crypto',
  'process',
  'window',
  'document',
  'navigator',
  'localStorage',
  'sessionStorage',
  'globalThis',
  'console',
  'Buffer',
])
const impureCalls = new Set([
  'Date',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'requestAnimationFrame',
  'fetch',
])
const impureMembers = new Set(['Date.now', 'Math.random', 'Temporal.Now'])

/** Clock, chance and I/O used in a file of the domain; a name the file itself declares is not the global. */
export function impureWords(path: string, source: string): string[] {
  const tree = parseSource(path, source)
  const declared = new Set<string>()
  walk(tree, (node) => {
    const id = node.id ?? node.local
    if (isIdentifier(id)) declared.add(id.name)
    for (const parameter of Array.isArray(node.params) ? node.params : []) {
      if (isIdentifier(parameter)) declared.add(parameter.name)
    }
  })
  const found: string[] = []
  walk(tree, (node) => {
    const word = impureWord(node, declared)
    if (word) {
      found.push(
        `${path}:${lineOf(source, node.start)}: domain may not use ${word}: take the time, the id or the value as an argument`,
      )
    }
  })
  return found
}

const isIdentifier = (node: unknown): node is Node & { name: string } =>
  typeof node === 'object' && node !== null && (node as Node).type === 'Identifier'

function impureWord(node: Node, declared: ReadonlySet<string>): string | null {
  if (node.type === 'MemberExpression' && isIdentifier(node.object)) {
    const object = node.object.name
    if (impureObjects.has(object) && !declared.has(object)) return object
    const property = node.property as Node
    const name = property.type === 'Literal' ? String(property.value) : String(property.name)
    return impureMembers.has(`${object}.${name}`) ? `${object}.${name}` : null
  }
  if (node.type === 'NewExpression' && isIdentifier(node.callee) && node.callee.name === 'Date') {
    return (node.arguments as unknown[]).length === 0 ? 'new Date()' : null
  }
  if (node.type === 'CallExpression' && isIdentifier(node.callee)) {
    const { name } = node.callee
    return impureCalls.has(name) && !declared.has(name) ? `${name}()` : null
  }
  return null
}
