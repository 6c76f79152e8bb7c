/** One file of the built pages. */
export type PageFile = { readonly type: string; readonly read: () => Promise<Uint8Array> }

/** The allow-list: address path (`/console/index.html`) → file. What is not in it does not exist. */
export type Pages = ReadonlyMap<string, PageFile>

/** Kinds of files a build may contain; anything else in its folder is not served. */
const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  json: 'application/json',
}

/**
 * The allow-list of a build from the names under its folder (`console/index.html`, `\` or `/` between).
 * `read` is asked for those very names only, once each: a file changed later is not picked up half-way.
 */
export function pagesOf(names: readonly string[], read: (name: string) => Promise<Uint8Array>): Pages {
  const pages = new Map<string, PageFile>()
  for (const name of names) {
    const type = types[name.slice(name.lastIndexOf('.') + 1)]
    if (!type || !name.includes('.')) continue
    let bytes: Promise<Uint8Array> | undefined
    pages.set(`/${name.replaceAll('\\', '/')}`, {
      type,
      read: () => {
        bytes ??= read(name)
        return bytes
      },
    })
  }
  return pages
}

/**
 * Answers a request from the allow-list alone. The path is compared as it stands in the parsed address: nothing is
 * decoded or joined to a folder, so no spelling of `..` leads anywhere.
 */
export async function servePage(
  pages: Pages,
  request: Request,
  headersFor: (path: string) => Readonly<Record<string, string>>,
): Promise<Response> {
  const path = new URL(request.url).pathname
  const headers = headersFor(path)
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return new Response(null, { status: 405, headers: { ...headers, allow: 'GET, HEAD' } })
  }
  const file = pages.get(path)
  if (!file) return new Response(null, { status: 404, headers })
  const bytes = request.method === 'HEAD' ? null : await file.read()
  return new Response(bytes as Uint8Array<ArrayBuffer> | null, {
    status: 200,
    headers: { ...headers, 'content-type': file.type },
  })
}
