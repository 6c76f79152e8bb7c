import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Bench, type BenchRow, rowOf } from './bench.ts'
import { buildPages } from './console/build-pages.ts'

/** What a file names that is loaded with it: scripts and style sheets of a page, static imports, fonts. */
const named: Readonly<Record<string, RegExp>> = {
  '.html': /(?:src|href)="([^"]+\.(?:js|css))"/g,
  '.js': /(?:from|import)\s*"(\.[^"]+\.js)"/g,
  '.css': /url\(([^)"']+)\)/g,
}

/** Every file the page loads before it can work, by address inside the folder; lazy chunks are not among them. */
function filesOf(page: string, folder: string): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  const waiting = [page]
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (files.has(name)) continue
    const content = readFileSync(join(folder, name))
    files.set(name, content)
    const pattern = named[extname(name)]
    if (!pattern) continue
    for (const [, address = ''] of content.toString().matchAll(pattern))
      waiting.push(decodeURI(new URL(address, `file:///${name}`).pathname.slice(1)))
  }
  return files
}

const kB = (bytes: number) => bytes / 1_000
const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0)

export const bench: Bench = {
  name: 'bundle',
  title: 'what each page loads before it works (lazy parts not counted), minified and gzip -9',
  async run() {
    const folder = await buildPages()
    const rows: BenchRow[] = []
    const row = (what: string, bytes: number) =>
      rows.push(rowOf({ name: 'bundle', case: what, unit: 'kB' }, [kB(bytes)]))
    for (const page of ['console', 'phone', 'shell']) {
      const files = [...filesOf(`${page}/index.html`, folder)]
      const code = files.filter(([name]) => /\.(html|js|css)$/.test(name))
      row(`${page}: html, js and css, min`, sum(code.map(([, { length }]) => length)))
      row(
        `${page}: html, js and css, gzip`,
        sum(code.map(([, content]) => gzipSync(content, { level: 9 }).length)),
      )
      const fonts = files.filter(([name]) => name.endsWith('.woff2'))
      if (fonts.length > 0)
        row(
          `${page}: fonts (a browser takes those of the letters it shows)`,
          sum(fonts.map(([, { length }]) => length)),
        )
    }
    const all = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    row(
      'all pages with their lazy parts',
      sum(all.map(({ parentPath, name }) => readFileSync(join(parentPath, name)).length)),
    )
    return rows
  },
}
