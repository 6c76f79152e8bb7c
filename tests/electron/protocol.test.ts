import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listPages, pageAddress, pageHandler } from '#electron/main/protocol.ts'

let folder: string
let handle: (request: Request) => Promise<Response>

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pult-protocol-'))
  for (const page of ['console', 'phone']) {
    mkdirSync(join(folder, 'renderer', page), { recursive: true })
    writeFileSync(join(folder, 'renderer', page, 'index.html'), `<title>${page}</title>`)
  }
  writeFileSync(join(folder, 'main.js'), 'outside the pages')
  handle = pageHandler(listPages(join(folder, 'renderer')), { loopback: false })
})
afterAll(() => rmSync(folder, { recursive: true }))

const ask = (address: string, method = 'GET') => handle(new Request(address, { method }))

describe('pult://app', () => {
  test('serves both pages', async () => {
    expect(await (await ask(pageAddress('console'))).text()).toBe('<title>console</title>')
    expect(await (await ask(`${pageAddress('phone')}?q#h`)).text()).toBe('<title>phone</title>')
  })

  test('allows in an installed build what a page needs, exactly', async () => {
    const { headers } = await ask(pageAddress('console'))
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; " +
        "media-src 'self'; worker-src 'self'; connect-src 'self' wss:; frame-src 'none'; frame-ancestors 'none'; " +
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    )
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  })

  test('opens plain sockets to this machine in a checkout alone', async () => {
    const checkout = pageHandler(listPages(join(folder, 'renderer')), { loopback: true })
    const policy = async (handler: typeof handle) =>
      (await handler(new Request(pageAddress('phone')))).headers.get('content-security-policy')
    expect(await policy(checkout)).toContain("connect-src 'self' wss: ws://127.0.0.1:*;")
    expect(await policy(handle)).not.toContain('ws://')
  })

  test.each([
    'pult://app/../main.js',
    'pult://app/..%2fmain.js',
    'pult://app/%2e%2e/main.js',
    'pult://app/%2e%2e%2fmain.js',
    'pult://app/..%5cmain.js',
    'pult://app/..\\main.js',
    'pult://app/console/../../main.js',
    'pult://app/console/..%2f..%2fmain.js',
    'pult://app/console/index.html/../../../main.js',
    'pult://app/....//main.js',
    'pult://app/%252e%252e/main.js',
    'pult://app/console/index.html%00',
    'pult://app//etc/passwd',
    'pult://app/C:/Windows/win.ini',
    'pult://app/file:///etc/passwd',
    'pult://app/',
    'pult://app/console',
    'pult://app/console/',
    'pult://application/console/index.html',
    'pult://app.attacker.example/console/index.html',
    'pult://user@app/console/index.html',
    'pult://other/console/index.html',
    'https://app/console/index.html',
  ])('nothing is found at %s', async (address) => {
    // Node's Request refuses addresses with a user, as Chromium does before it asks us.
    const answer = await Promise.resolve()
      .then(() => ask(address))
      .catch(() => new Response(null, { status: 404 }))
    expect([answer.status, await answer.text()]).toEqual([404, ''])
  })

  test('takes no writes', async () => {
    expect((await ask(pageAddress('console'), 'POST')).status).toBe(405)
  })
})
