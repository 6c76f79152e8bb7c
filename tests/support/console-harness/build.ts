import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'vite'
import { pageHeaders } from '#shared/page-headers.ts'
import { pagesOf } from '#shared/serve-pages.ts'
import { rendererConfig } from '../../../vite.config.ts'

const root = import.meta.dirname
const outDir = join(root, '../../../.cache/console-harness')

/** Builds the harness as the console itself is built. */
export async function buildHarness(): Promise<void> {
  await build({
    ...rendererConfig,
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      ...rendererConfig.build,
      outDir,
      emptyOutDir: true,
      rolldownOptions: { input: { index: join(root, 'index.html') } },
    },
  })
}

/** Serves the built harness under the very policy the shells use. Answers its address and the way to stop. */
export async function serveHarness(): Promise<{ address: string; stop: () => void }> {
  const names = (await readdir(outDir, { recursive: true })).filter((name) => name.includes('.'))
  const pages = pagesOf(names, async (name) => await readFile(join(outDir, name)))
  const headers = pageHeaders({ connect: [], framedBy: 'none', frames: 'none' })
  const server = createServer((request, response) => {
    const page = pages.get(new URL(request.url ?? '/', 'http://harness').pathname)
    if (!page) return void response.writeHead(404, headers).end()
    page.read().then(
      (bytes) => response.writeHead(200, { ...headers, 'content-type': page.type }).end(bytes),
      () => response.writeHead(500, headers).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { address: `http://127.0.0.1:${port}/index.html`, stop: () => server.close() }
}
