import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { type PagePolicy, pageHeaders } from '#shared/page-headers.ts'
import { type Pages, pagesOf, servePage } from '#shared/serve-pages.ts'
import { Door, type Refusal, type Visitor } from './door.ts'
import { enter, entryPage } from './entry.ts'
import { PhoneOwner } from './phone-owner.ts'
import { refusalPage } from './refusal-page.ts'

/** What the shell needs of a core: somebody who serves the bridge on a socket. */
export type ServesSockets = { serveSocket(socket: WebSocket): void }

export type WebOptions = {
  core: ServesSockets
  /** Built pages: `shell/`, `console/`, `phone/` and their files. */
  rendererFolder: string
  /** 0 or left out: any free one. */
  port?: number
  /** Addresses the pages may connect to beside wss:, such as `ws://127.0.0.1:8088` of a PBX on this machine. */
  connect?: readonly string[]
  /** The cookie's value, if the caller keeps one over restarts; a secret. */
  session?: string
}

export type Web = {
  /** Lets one browser in, once. */
  readonly address: string
  readonly port: number
  /** Another address for another browser. */
  newAddress(): string
  /** Closes the sockets and the server. */
  close(): Promise<void>
}

/** A frame of the bridge is a request or a page of rows; more than this is not ours, bytes. */
const maxFrame = 16 * 1024 * 1024

/**
 * The second shell: serves the built pages and the core to an ordinary Chromium, on 127.0.0.1 only.
 * Rejects with Node's error (`EADDRINUSE`) if the port is taken.
 */
export async function startWeb(options: WebOptions): Promise<Web> {
  const { core, rendererFolder, connect = [] } = options
  const pages: Pages = pagesOf(readdirSync(rendererFolder, { recursive: true, encoding: 'utf8' }), (name) =>
    readFile(join(rendererFolder, name)),
  )
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const door = new Door(port, options.session)
  const owner = new PhoneOwner()
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrame, perMessageDeflate: false })
  const headersFor = headersOfPages(port, connect)

  server.on('request', (request, response) => {
    answer(request, response, door, pages, headersFor).catch(() => {
      // The file was listed at the start and cannot be read now: the build was replaced under us.
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const address = new URL(request.url ?? '/', door.origin)
    const refusal = door.refuseUpgrade(visitorOf(request)) ?? refuseLine(address, owner)
    if (refusal) return turnAway(stream, refusal.status)
    sockets.handleUpgrade(request, stream, head, (socket) => {
      // A broken frame or a reset ends in `close`, which everybody listens to.
      socket.on('error', () => socket.terminate())
      if (address.pathname === '/own') return owner.welcome(socket)
      owner.addLine(socket)
      core.serveSocket(socket)
    })
  })

  return {
    address: door.newAddress(),
    port,
    newAddress: () => door.newAddress(),
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

const visitorOf = ({ headers }: IncomingMessage): Visitor => ({
  host: headers.host,
  origin: headers.origin,
  fetchSite: String(headers['sec-fetch-site'] ?? '') || undefined,
  cookies: headers.cookie,
})

/** The outer page frames the other two and nobody frames it. */
function headersOfPages(port: number, connect: readonly string[]): (path: string) => Record<string, string> {
  const sources = [`ws://127.0.0.1:${port}`, 'wss:', ...connect]
  const make = (policy: Pick<PagePolicy, 'framedBy' | 'frames'>) =>
    pageHeaders({ connect: sources, ...policy })
  const outer = make({ framedBy: 'none', frames: 'self' })
  const inner = make({ framedBy: 'self', frames: 'none' })
  return (path) => (path.startsWith('/shell/') || path === '/' ? outer : inner)
}

/** `/own` asks for the phone; `/line/console` and `/line/phone` reach the core, for the page that has it. */
function refuseLine(address: URL, owner: PhoneOwner): { status: 403 | 404 } | null {
  if (address.pathname === '/own') return null
  if (address.pathname !== '/line/console' && address.pathname !== '/line/phone') return { status: 404 }
  return owner.mayOpen(address.searchParams.get('key')) ? null : { status: 403 }
}

function turnAway(stream: Duplex, status: 401 | 403 | 404): void {
  stream.on('error', () => stream.destroy())
  stream.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  door: Door,
  pages: Pages,
  headersFor: (path: string) => Record<string, string>,
): Promise<void> {
  const visitor = visitorOf(request)
  const address = URL.parse(request.url ?? '/', door.origin)
  if (!address || address.origin !== door.origin)
    return refuse(response, { status: 403, why: 'host' }, headersFor('/'))
  if (address.pathname === '/') {
    const entry = enter(door, address, visitor)
    if (entry.kind === 'refused') return refuse(response, entry.refusal, headersFor('/'))
    const cookie = entry.setCookie === null ? {} : { 'set-cookie': entry.setCookie }
    response.writeHead(200, { ...headersFor('/'), ...cookie, 'content-type': 'text/html; charset=utf-8' })
    response.end(entryPage)
    return
  }
  const refusal = door.refuse(visitor)
  if (refusal) return refuse(response, refusal, headersFor('/'))
  if (address.pathname === '/favicon.ico') {
    // Browsers ask for it beside the entry page, which lives a moment and names no icon.
    response.writeHead(204, headersFor('/')).end()
    return
  }
  const served = await servePage(
    pages,
    new Request(address, { method: readOnly(request.method) }),
    headersFor,
  )
  response.writeHead(served.status, Object.fromEntries(served.headers))
  response.end(served.body ? Buffer.from(await served.arrayBuffer()) : undefined)
}

/** `Request` refuses odd methods by throwing; what is not a read is answered with 405 all the same. */
const readOnly = (method: string | undefined) => (method === 'GET' || method === 'HEAD' ? method : 'POST')

function refuse(response: ServerResponse, refusal: Refusal, headers: Record<string, string>): void {
  response.writeHead(refusal.status, { ...headers, 'content-type': 'text/html; charset=utf-8' })
  response.end(refusalPage(refusal))
}
