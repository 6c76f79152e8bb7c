import { describe, expect, test } from 'vitest'
import { contentSecurityPolicy } from '#shared/page-headers.ts'
import { pagesOf, servePage } from '#shared/serve-pages.ts'

const reads: string[] = []
const pages = pagesOf(
  ['console/index.html', 'assets\\main-1a2b.js', 'assets', 'secret.txt', '.env', 'no-ending'],
  async (name) => {
    reads.push(name)
    return new TextEncoder().encode(`<${name}>`)
  },
)
const ask = (address: string, method = 'GET') =>
  servePage(pages, new Request(address, { method }), () => ({ 'x-policy': 'yes' }))

/** Spellings of "one folder up" that have opened other servers. */
const traversals = [
  '/../package.json',
  '/..%2fpackage.json',
  '/%2e%2e/package.json',
  '/%2e%2e%2fpackage.json',
  '/..%5cpackage.json',
  '/..\\package.json',
  '/console/../../package.json',
  '/console/..%2f..%2fpackage.json',
  '/console/index.html/../../../package.json',
  '/....//package.json',
  '/%252e%252e/package.json',
  '/console/index.html%00.png',
  '/console%2findex.html',
  '/CONSOLE/index.html',
  '//etc/passwd',
  '/C:/Windows/win.ini',
  '/console/',
  '/console',
  '/',
  '/console/index.html/',
  '/secret.txt',
  '/.env',
  '/assets',
  '/no-ending',
]

describe('the allow-list', () => {
  test('serves a listed file with its type, and Windows names by their address', async () => {
    const page = await ask('https://here/console/index.html?x=1#y')
    expect([page.status, page.headers.get('content-type'), page.headers.get('x-policy')]).toEqual([
      200,
      'text/html; charset=utf-8',
      'yes',
    ])
    expect(await page.text()).toBe('<console/index.html>')
    expect(await (await ask('https://here/assets/main-1a2b.js')).text()).toBe('<assets\\main-1a2b.js>')
  })

  test.each(traversals)('knows nothing at %s', async (path) => {
    reads.length = 0
    const answer = await ask(`https://here${path}`)
    expect([answer.status, answer.headers.get('x-policy'), await answer.text()]).toEqual([404, 'yes', ''])
    expect(reads).toEqual([])
  })

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    const answer = await ask('https://here/console/index.html', method)
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  test('answers HEAD without reading', async () => {
    const fresh = pagesOf(['a.html'], async () => {
      throw new Error('read')
    })
    const answer = await servePage(fresh, new Request('https://here/a.html', { method: 'HEAD' }), () => ({}))
    expect(answer.status).toBe(200)
  })

  test('reads a file once: a build that is replaced under a running console does not mix', async () => {
    let version = 0
    const fresh = pagesOf(['a.html'], async () => {
      version += 1
      return new TextEncoder().encode(String(version))
    })
    const read = async () => (await servePage(fresh, new Request('https://here/a.html'), () => ({}))).text()
    expect([await read(), await read()]).toEqual(['1', '1'])
  })
})

describe('the content security policy', () => {
  test('is exactly this', () => {
    expect(contentSecurityPolicy({ connect: ['wss:'], framedBy: 'none', frames: 'none' })).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; " +
        "media-src 'self'; worker-src 'self'; connect-src 'self' wss:; frame-src 'none'; " +
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; " +
        "require-trusted-types-for 'script'; trusted-types 'none'",
    )
  })

  test.each(["wss: 'unsafe-inline'", 'wss:; script-src *', 'a,b', ''])(
    'cannot be widened by a source such as "%s"',
    (source) => {
      expect(() => contentSecurityPolicy({ connect: [source], framedBy: 'none', frames: 'none' })).toThrow(
        /Not a source/,
      )
    },
  )
})
