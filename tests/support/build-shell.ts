import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'electron-vite'
import { writeStubPages } from './stub-pages.ts'

const root = join(import.meta.dirname, '../..')

/**
 * Builds the desktop shell into a folder of its own inside the checkout, where its packages are found, so that tests
 * beside each other do not share `out/`. Answers the application's folder. `stub`: a console and a phone in small
 * instead of the real ones.
 */
export async function buildShell(name: string, pages: 'stub' | 'real'): Promise<string> {
  const folder = join(root, '.cache', 'test-shells', name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'pult', version: '0.0.0', type: 'module', main: './out/main/index.js' }),
  )
  process.env.PULT_BUILD = pages === 'stub' ? 'shell' : 'all'
  await build({
    root,
    configFile: join(root, 'electron.vite.config.ts'),
    logLevel: 'warn',
    mode: 'production',
    build: { outDir: join(folder, 'out') },
  })
  if (pages === 'stub') writeStubPages(join(folder, 'out', 'renderer'))
  return folder
}
