import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'

/**
 * Writes a console and a phone in small into a folder of built pages: they take their ports and say what they hear, so
 * that a shell can be tried without a telephone and without a core.
 */
export function writeStubPages(folder: string): void {
  for (const page of ['console', 'phone']) {
    mkdirSync(join(folder, page), { recursive: true })
    const source = readFileSync(join(import.meta.dirname, 'stub-pages', `${page}.ts`), 'utf8')
    writeFileSync(join(folder, page, 'stub.js'), stripTypeScriptTypes(source))
    writeFileSync(
      join(folder, page, 'index.html'),
      '<!doctype html><title>x</title><p id="from-core"></p><p id="from-phone"></p><p id="dial"></p><script type="module" src="./stub.js"></script>',
    )
  }
}
