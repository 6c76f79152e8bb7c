import { doors, type Zone, zones } from './fence-table.ts'
import { type Import, importsOf, lineOf, type Node, parseSource, walk } from './imports.ts'

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
