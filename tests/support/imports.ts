import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, posix, relative, sep } from 'node:path'
import { parseSync } from 'vite'

/** Where an import leads: a file of this repository, a package by its name, or a part of Node. */
export type Target =
  | { kind: 'file'; path: string }
  | { kind: 'package'; name: string }
  | { kind: 'node'; name: string }
  | { kind: 'unknown'; specifier: string }

export type Import = { from: string; line: number; specifier: string; to: Target }

/** A syntax tree node, walked without knowing every shape of it. */
export type Node = { type: string; start: number; [key: string]: unknown }

const repository = join(import.meta.dirname, '../..')
const sourceFile = /\.(?:ts|tsx|mts|cts|js|mjs|cjs|jsx)$/

/** Paths (repository-relative, `/`) of every source file under a folder; an absent folder has none. */
export const sourceFilesUnder = (folder: string, root = repository): string[] =>
  filesUnder(folder, sourceFile, root)

export const styleSheetsUnder = (folder: string): string[] => filesUnder(folder, /\.css$/, repository)

function filesUnder(folder: string, names: RegExp, root: string): string[] {
  let entries: import('node:fs').Dirent[]
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
  } catch {
    return []
  }
  return entries
    .filter((entry) => entry.isFile() && names.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.includes('node_modules/'))
    .sort()
}

export function readSource(path: string): string {
  return readFileSync(join(repository, path), 'utf8')
}

/** The syntax tree of a TypeScript or JavaScript file; throws with the place when it does not parse. */
export function parseSource(path: string, source: string): Node {
  const { program, errors } = parseSync(path, source)
  const first = errors[0]
  if (first) throw new Error(`${path} does not parse: ${first.message}`)
  return program as unknown as Node
}

/** Calls `visit` on every node of the tree, parents first. */
export function walk(
  node: Node,
  visit: (node: Node, parent: Node | null) => void,
  parent: Node | null = null,
) {
  visit(node, parent)
  for (const [key, value] of Object.entries(node)) {
    if (key === 'parent') continue
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) walk(child, visit, node)
    }
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

export const lineOf = (source: string, offset: number): number => source.slice(0, offset).split('\n').length

/** Every import of one file: static, type-only, re-export, dynamic, `import('x').T`, `import x = require()`, `require()`. */
export function importsOf(path: string, source: string): Import[] {
  const found: Import[] = []
  const add = (node: Node, specifier: string) =>
    found.push({ from: path, line: lineOf(source, node.start), specifier, to: resolve(path, specifier) })
  walk(parseSource(path, source), (node) => {
    const specifier = specifierOf(node)
    if (specifier !== null) add(node, specifier)
  })
  return found
}

function specifierOf(node: Node): string | null {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return literal(node.source)
    case 'TSExternalModuleReference':
      return literal(node.expression)
    case 'CallExpression': {
      const callee = node.callee as Node
      const [first] = node.arguments as Node[]
      return callee.type === 'Identifier' && callee.name === 'require' ? literal(first) : null
    }
    default:
      return null
  }
}

function literal(node: unknown): string | null {
  if (!isNode(node)) return null
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node.type !== 'TemplateLiteral') return null
  const quasis = node.quasis as { value: { cooked: string } }[]
  return quasis.length === 1 ? (quasis[0]?.value.cooked ?? null) : null
}

const aliases: Record<string, string> = JSON.parse(
  readFileSync(join(repository, 'package.json'), 'utf8'),
).imports

/** Where a specifier written in `from` leads. */
export function resolve(from: string, specifier: string): Target {
  const bare = specifier.split('?')[0] as string
  if (bare.startsWith('node:') || isBuiltin(bare)) return { kind: 'node', name: bare }
  if (bare.startsWith('.')) return { kind: 'file', path: posix.normalize(posix.join(dirname(from), bare)) }
  if (bare.startsWith('/') || bare.startsWith('file:')) return { kind: 'unknown', specifier }
  if (bare.startsWith('#')) {
    for (const [alias, target] of Object.entries(aliases)) {
      const prefix = alias.slice(0, -1)
      if (alias.endsWith('*') && bare.startsWith(prefix)) {
        return { kind: 'file', path: posix.normalize(target.replace('*', bare.slice(prefix.length))) }
      }
    }
    return { kind: 'unknown', specifier }
  }
  const parts = bare.split('/')
  return { kind: 'package', name: bare.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] as string) }
}
