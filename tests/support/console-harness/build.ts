import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { pageHeaders } from '#shared/page-headers.ts'
import { pagesOf } from '#shared/serve-pages.ts'
import { rendererConfig } from '../../../vite.config.ts'

const root = import.meta.dirname

/** Builds the harness as the console itself is built, into a folder of its own: test files run side by side. */
async function buildHarness(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'pult-console-'))
  await build({
    ...rendererConfig,
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ...rendererConfig.build,
      outDir,
      emptyOutDir: true,
      chunkSizeWarningLimit: 2_000,
      rolldownOptions: { input: { index: join(root, 'index.html') } },
    },
  })
  return outDir
}

/** Builds and serves the harness under the very policy the shells use. Answers its address and the way to stop. */
export async function serveHarness(): Promise<{ address: string; stop: () => Promise<void> }> {
  const outDir = await buildHarness()
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
  const stop = async () => {
    server.closeAllConnections()
    server.close()
    await rm(outDir, { recursive: true, force: true })
  }
  return { address: `http://127.0.0.1:${port}/index.html`, stop }
}
