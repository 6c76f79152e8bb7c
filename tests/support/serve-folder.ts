import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

export type ServedFolder = { url: string; stop(): Promise<void> }

/**
 * Serves the pages and scripts of a built folder on 127.0.0.1; stopping it removes the folder. `htmlAs` changes a page as it
 * goes out; `headers` go with every answer.
 */
export async function serveFolder(
  folder: string,
  { headers = {}, htmlAs }: { headers?: Record<string, string>; htmlAs?: (html: string) => string } = {},
): Promise<ServedFolder> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const path = pathname === '/' ? '/index.html' : pathname
    readFile(join(folder, path)).then(
      (content) => {
        const type = path.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8'
        const body = htmlAs && path.endsWith('.html') ? htmlAs(String(content)) : content
        response.writeHead(200, { 'content-type': type, ...headers }).end(body)
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
      await rm(folder, { recursive: true, force: true })
    },
  }
}
