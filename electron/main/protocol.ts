import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CustomScheme } from 'electron'
import { type PagePolicy, pageHeaders } from '#shared/page-headers.ts'
import { type Pages, pagesOf, servePage } from '#shared/serve-pages.ts'

/** Pages come from a scheme of our own: files on disk have no origin, and a loopback server would be a door. */
export const pageScheme = 'pult'
export const pageOrigin = `${pageScheme}://app`

export const pageAddress = (page: 'console' | 'phone') => `${pageOrigin}/${page}/index.html`

/** Told to Electron before it is ready: a real origin, a secure context, fetch; no bypass of our own policy. */
export const privileges: CustomScheme = {
  scheme: pageScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
}

/** The allow-list of the built pages under `folder`, read once at the start. */
export const listPages = (folder: string): Pages =>
  pagesOf(readdirSync(folder, { recursive: true, encoding: 'utf8' }), (name) => readFile(join(folder, name)))

/**
 * The handler of `pult://app/…`: a pure function of the request over the allow-list.
 * `loopback`: pages may also open ws://127.0.0.1 (demo and development; never in an installed build).
 */
export function pageHandler(pages: Pages, { loopback }: { loopback: boolean }) {
  const policy: PagePolicy = {
    connect: loopback ? ['wss:', 'ws://127.0.0.1:*'] : ['wss:'],
    framedBy: 'none',
    frames: 'none',
  }
  const headers = pageHeaders(policy)
  return async (request: Request): Promise<Response> => {
    if (!request.url.startsWith(`${pageOrigin}/`)) return new Response(null, { status: 404, headers })
    return servePage(pages, request, () => headers)
  }
}
