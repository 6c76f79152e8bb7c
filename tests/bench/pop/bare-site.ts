import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '../../..')

/** Builds a page of stock SIP.js (a folder of tests/bench) for production, with nothing of ours in it; serves it on 127.0.0.1. */
export async function serveBarePage(page = 'bare-page'): Promise<{ url: string; stop(): Promise<void> }> {
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
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    readFile(join(outDir, pathname === '/' ? 'index.html' : pathname)).then(
      (content) => {
        const type = pathname.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8'
        response.writeHead(200, { 'content-type': type }).end(content)
      },
      () => response.writeHead(404).end(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async stop() {
      server.closeAllConnections()
      server.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}
