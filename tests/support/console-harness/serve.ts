import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { pageHeaders } from '#shared/page-headers.ts'
import { type Pages, pagesOf } from '#shared/serve-pages.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the console's harness is served. */
    consoleHarness: string
  }
}

/** The policy is the very one of the shells. */
const headers = pageHeaders({ connect: [], framedBy: 'none', frames: 'none' })
/** Their names change with what is in them; kept, the browser keeps them compiled too. */
const kept = { ...headers, 'cache-control': 'max-age=86400, immutable' }

async function buildInto(outDir: string): Promise<Pages> {
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'build.ts'), outDir], {
    env: { ...process.env, NODE_ENV: 'production' },
  })
  const names = (await readdir(outDir, { recursive: true })).filter((name) => name.includes('.'))
  return pagesOf(names, async (name) => await readFile(join(outDir, name)))
}

/**
 * Serves the console's harness to all files of a run, and builds it once, when the first of them asks: many runs have no
 * page to show. Watching, each run after a change builds it anew.
 */
export default async function serveHarness(project: TestProject): Promise<() => Promise<void>> {
  const outDir = await mkdtemp(join(tmpdir(), 'pult-console-'))
  let built: Promise<Pages> | null = null
  project.onTestsRerun(() => {
    built = null
  })
  const server = createServer((request, response) => {
    built ??= buildInto(outDir)
    const { pathname } = new URL(request.url ?? '/', 'http://harness')
    built
      .then(async (pages) => {
        const page = pages.get(pathname)
        if (!page) return void response.writeHead(404, headers).end()
        const bytes = await page.read()
        const policy = pathname.startsWith('/assets/') ? kept : headers
        response.writeHead(200, { ...policy, 'content-type': page.type }).end(bytes)
      })
      .catch((error) => response.writeHead(500, headers).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  project.provide('consoleHarness', `http://127.0.0.1:${(server.address() as AddressInfo).port}/index.html`)
  return async () => {
    server.closeAllConnections()
    server.close()
    await rm(outDir, { recursive: true, force: true })
  }
}
