import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect as connectTcp } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startWeb, type Web } from '#web/start-web.ts'

let folder: string
let web: Web
let cookie: string
const served: WebSocket[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pult-web-'))
  for (const page of ['shell', 'console', 'phone']) {
    mkdirSync(join(folder, 'pages', page), { recursive: true })
    writeFileSync(join(folder, 'pages', page, 'index.html'), `<title>${page}</title>`)
  }
  writeFileSync(join(folder, 'secret.html'), 'outside the build')
  served.length = 0
  web = await startWeb({
    core: {
      serveSocket(socket) {
        served.push(socket)
        socket.on('message', (data, binary) => socket.send(data, { binary }))
      },
    },
    rendererFolder: join(folder, 'pages'),
    connect: ['ws://127.0.0.1:8088'],
  })
  cookie = String((await get('/' + new URL(web.address).search)).headers['set-cookie']).split(';')[0] ?? ''
})

afterEach(async () => {
  await web.close()
  rmSync(folder, { recursive: true })
})

type Answer = { status: number; headers: IncomingHttpHeaders; body: string }

/** A raw request: Node adds nothing but what is given here. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port: web.port, path, method, headers }, (answer) => {
      let body = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => {
        body += part
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

type Knock = { status: number } | { socket: WebSocket; first: Promise<string> }

/** Knocks for a socket: an open one, or the status it was refused with. */
function knock(path: string, headers: Record<string, string>, origin?: string): Promise<Knock> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${web.port}${path}`, { headers, origin })
    const first = new Promise<string>((heard) => socket.once('message', (data) => heard(String(data))))
    socket.on('error', () => {})
    socket.on('unexpected-response', (_request, answer) => {
      answer.resume()
      resolve({ status: answer.statusCode ?? 0 })
    })
    socket.on('open', () => resolve({ socket, first }))
  })
}

const home = () => `http://127.0.0.1:${web.port}`

async function own(): Promise<{ socket: WebSocket; news: { type: string; key?: string } }> {
  const met = await knock('/own', { cookie }, home())
  if ('status' in met) throw new Error(`refused with ${met.status}`)
  return { socket: met.socket, news: JSON.parse(await met.first) as { type: string; key?: string } }
}

const nextNews = (socket: WebSocket) =>
  new Promise<{ type: string; key?: string }>((resolve) =>
    socket.once('message', (data) => resolve(JSON.parse(String(data)) as { type: string })),
  )
const closed = (socket: WebSocket) =>
  new Promise<void>((resolve) => {
    socket.once('close', () => resolve())
  })

describe('the web shell over HTTP', () => {
  test('the printed address leads to the outer page without the token in it', async () => {
    const answer = await get('/' + new URL(web.newAddress()).search)
    expect(answer.status).toBe(200)
    expect(answer.body).toContain('content="0;url=/shell/index.html"')
    expect((await get('/shell/index.html', { cookie })).body).toBe('<title>shell</title>')
  })

  test.each([
    ['no cookie', {}, 401],
    ['a wrong cookie', { cookie: 'pult-door-1=x' }, 401],
  ])('turns away %s, in words', async (_name, headers, status) => {
    const answer = await get('/console/index.html', headers)
    expect(answer.status).toBe(status)
    expect(answer.body).toMatch(/напечатает новый адрес.*prints a new address/s)
  })

  test('turns away a used and a wrong token', async () => {
    expect((await get('/' + new URL(web.address).search)).status).toBe(401)
    expect((await get('/?token=guess')).status).toBe(401)
    expect((await get('/')).status).toBe(401)
  })

  test.each(['attacker.example', 'localhost', '127.0.0.1', '[::1]'])(
    'turns away the Host %s (DNS rebinding), even with the cookie and with a fresh token',
    async (host) => {
      for (const path of ['/console/index.html', '/' + new URL(web.newAddress()).search]) {
        expect((await get(path, { cookie, host })).status).toBe(403)
        expect((await get(path, { cookie, host: `${host}:1` })).status).toBe(403)
      }
    },
  )

  test('turns away a foreign Origin and a foreign site', async () => {
    const page = '/console/index.html'
    expect((await get(page, { cookie, origin: 'https://attacker.example' })).status).toBe(403)
    expect((await get(page, { cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await get(page, { cookie, origin: home(), 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  })

  test('a link on the demo page of another port leads in: the token is what counts', async () => {
    const link = '/' + new URL(web.newAddress()).search
    expect((await get(link, { 'sec-fetch-site': 'same-site' })).status).toBe(200)
  })

  test('never leaves the build, however the path is spelt on the wire', async () => {
    for (const path of [
      '/../secret.html',
      '/..%2fsecret.html',
      '/%2e%2e/secret.html',
      '/console/../../secret.html',
      '/console/..\\..\\secret.html',
      '//secret.html',
      '/console/index.html%00',
    ]) {
      const answer = await get(path, { cookie })
      expect([path, answer.status, answer.body.includes('outside')]).toEqual([
        path,
        expect.toBeOneOf([403, 404]),
        false,
      ])
    }
  })

  test('answers a full address of another server and a broken one with a refusal', async () => {
    expect((await get('http://attacker.example/console/index.html', { cookie })).status).toBe(403)
    expect((await get('http://[', { cookie })).status).toBe(403)
  })

  test('refuses to write', async () => {
    expect((await get('/console/index.html', { cookie }, 'POST')).status).toBe(405)
    expect((await get('/console/index.html', { cookie }, 'DELETE')).status).toBe(405)
  })

  test('the outer page frames, the inner ones are framed, and each says exactly what it may do', async () => {
    const policy = async (path: string) =>
      String((await get(path, { cookie })).headers['content-security-policy'])
    const before =
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; media-src 'self'; " +
      `worker-src 'self'; connect-src 'self' ws://127.0.0.1:${web.port} wss: ws://127.0.0.1:8088; `
    const after =
      "; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    expect(await policy('/shell/index.html')).toBe(
      `${before}frame-src 'self'; frame-ancestors 'none'${after}`,
    )
    expect(await policy('/console/index.html')).toBe(
      `${before}frame-src 'none'; frame-ancestors 'self'${after}`,
    )
    expect(await policy('/phone/index.html')).toBe(
      `${before}frame-src 'none'; frame-ancestors 'self'${after}`,
    )
  })

  test('every answer, refusals too, carries the policy and forbids guessing types', async () => {
    for (const [path, headers] of [
      ['/shell/index.html', { cookie }],
      ['/nowhere', { cookie }],
      ['/shell/index.html', {}],
    ] as const) {
      const answer = await get(path, headers)
      expect(answer.headers['x-content-type-options']).toBe('nosniff')
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
      expect(answer.headers['cross-origin-opener-policy']).toBe('same-origin')
    }
  })

  test('listens on 127.0.0.1 alone', async () => {
    const others = Object.values(networkInterfaces())
      .flat()
      .filter((net) => net?.family === 'IPv4' && !net.internal)
      .map((net) => net?.address ?? '')
    for (const host of [...others, '127.0.0.2']) {
      const reached = await new Promise<boolean>((resolve) => {
        const socket = connectTcp({ host, port: web.port })
        socket.on('connect', () => {
          socket.destroy()
          resolve(true)
        })
        socket.on('error', () => resolve(false))
      })
      expect([host, reached]).toEqual([host, false])
    }
  })

  test('a taken port is an error that names it', async () => {
    const again = startWeb({
      core: { serveSocket: () => {} },
      rendererFolder: join(folder, 'pages'),
      port: web.port,
    })
    await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})

describe('the web shell over sockets', () => {
  test.each([
    ['no cookie', () => knock('/own', {}, home()), 401],
    ['a wrong cookie', () => knock('/own', { cookie: 'pult-door-1=x' }, home()), 401],
    ['a foreign origin', () => knock('/own', { cookie }, 'https://attacker.example'), 403],
    ['another port of this machine', () => knock('/own', { cookie }, 'http://127.0.0.1:1'), 403],
    ['no origin', () => knock('/own', { cookie }), 403],
    ['a rebound name', () => knock('/own', { cookie, host: 'attacker.example' }, home()), 403],
    ['an unknown path', () => knock('/line/other', { cookie }, home()), 404],
    ['a line without a key', () => knock('/line/phone', { cookie }, home()), 403],
    ['a line with a guessed key', () => knock('/line/phone?key=guess', { cookie }, home()), 403],
  ])('turns away %s', async (_who, attempt, status) => {
    expect(await attempt()).toEqual({ status })
    expect(served).toEqual([])
  })

  test('the page that has the phone reaches the core, text and binary unchanged', async () => {
    const { news, socket } = await own()
    expect(news.type).toBe('granted')
    const line = await knock(`/line/console?key=${news.key}`, { cookie }, home())
    if ('status' in line) throw new Error('refused')
    const echo = new Promise((resolve) =>
      line.socket.once('message', (data, binary) => resolve([String(data), binary])),
    )
    line.socket.send('{"i":"1"}')
    expect(await echo).toEqual(['{"i":"1"}', false])
    socket.close()
  })

  test('a second tab is told that Pult is open already, and is told when it is free', async () => {
    const first = await own()
    const second = await own()
    expect(second.news).toEqual({ type: 'taken' })
    const free = nextNews(second.socket)
    first.socket.close()
    expect(await free).toEqual({ type: 'free' })
    const granted = nextNews(second.socket)
    second.socket.send('{"type":"take"}')
    expect((await granted).type).toBe('granted')
  })

  test('taking over: the first is told, and its lines end before the second has the phone', async () => {
    const first = await own()
    const line = await knock(`/line/phone?key=${first.news.key}`, { cookie }, home())
    if ('status' in line) throw new Error('refused')
    const second = await own()
    const lost = nextNews(first.socket)
    const lineClosed = closed(line.socket)
    second.socket.send('{"type":"take"}')
    expect(await lost).toEqual({ type: 'lost' })
    const heard: string[] = []
    const granted = new Promise<string>((resolve) => {
      second.socket.on('message', (data) => {
        const { type, key } = JSON.parse(String(data)) as { type: string; key?: string }
        heard.push(type)
        if (key) resolve(key)
      })
    })
    expect(heard).toEqual([])
    first.socket.close()
    const key = await granted
    await lineClosed
    expect(await knock(`/line/phone?key=${first.news.key}`, { cookie }, home())).toEqual({ status: 403 })
    expect(await knock(`/line/phone?key=${key}`, { cookie }, home())).toHaveProperty('socket')
  })

  test('a first tab that hangs is cut off after the time it has', async () => {
    const first = await own()
    const second = await own()
    const cut = closed(first.socket)
    const started = performance.now()
    second.socket.send('{"type":"take"}')
    await cut
    expect(performance.now() - started).toBeGreaterThan(1000)
  })

  test('noise on the owner socket changes nothing', async () => {
    const first = await own()
    const second = await own()
    for (const noise of ['', '{', '[]', '{"type":"granted"}', '"take"', 'null']) second.socket.send(noise)
    const line = await knock(`/line/phone?key=${first.news.key}`, { cookie }, home())
    expect(line).toHaveProperty('socket')
  })

  test('with a kept session a browser comes back after a restart on the same port', async () => {
    const options = {
      core: { serveSocket: () => {} },
      rendererFolder: join(folder, 'pages'),
      session: 'kept',
    }
    await web.close()
    web = await startWeb(options)
    cookie = String((await get('/' + new URL(web.address).search)).headers['set-cookie']).split(';')[0] ?? ''
    const { port } = web
    await web.close()
    web = await startWeb({ ...options, port })
    expect((await own()).news.type).toBe('granted')
  })
})
