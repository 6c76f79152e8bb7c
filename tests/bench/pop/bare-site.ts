import { join } from 'node:path'
import { build } from 'vite'
import { type ServedFolder, serveFolder } from '../../support/serve-folder.ts'

const root = join(import.meta.dirname, '../../..')

/** Builds a page of stock SIP.js (a folder of tests/bench) for production, with nothing of ours in it; serves it on 127.0.0.1. */
export async function serveBarePage(page = 'bare-page'): Promise<ServedFolder> {
  const outDir = join(root, '.cache/bench', page)
  await build({
    root: join(import.meta.dirname, '..', page),
    configFile: false,
    logLevel: 'error',
    base: './',
    build: {
      outDir,
      emptyOutDir: true,
      target: 'chrome150',
      minify: true,
      modulePreload: { polyfill: false },
    },
  })
  return serveFolder(outDir)
}
