import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Emitter } from '#shared/emitter.ts'

/** A customer one can have called by a button. */
export interface PageCaller {
  id: string
  /** As it is sent to the console; empty when hidden. */
  number: string
  /** Display name of the call; may be empty. */
  name: string
  /** What this call shows. */
  story: { ru: string; en: string }
}

export interface PageCall {
  id: string
  callerId: string
  state: 'ringing' | 'talking' | 'over'
  since: number
}

/** The telephone network as the page needs it. */
export interface CallPlacer {
  callers: readonly PageCaller[]
  /** `null`: no console is registered, nobody can be rung. */
  place(callerId: string): Promise<PageCall | null>
  hangUp(callId: string): void
  calls(): readonly PageCall[]
  registered(): readonly string[]
  changed: Emitter<void>
}

export interface DemoPage {
  address: string
  close(): Promise<void>
}

const files: Readonly<Record<string, { file: string; type: string }>> = {
  '/': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/page.css': { file: 'page.css', type: 'text/css; charset=utf-8' },
  '/page.js': { file: 'page.js', type: 'text/javascript; charset=utf-8' },
}
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

/** Serves the page with the "call" buttons on 127.0.0.1 alone; Host and Origin are checked on each request. */
export async function startDemoPage(placer: CallPlacer, port: number): Promise<DemoPage> {
  const streams = new Set<ServerResponse>()
  const tell = (to: Iterable<ServerResponse>) => {
    const news = `data: ${JSON.stringify({ calls: placer.calls(), registered: placer.registered() })}\n\n`
    for (const stream of to) stream.write(news)
  }
  const stop = placer.changed.on(() => tell(streams))
  let own = ''

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', own)
    if (`http://${request.headers.host}` !== own) return end(response, 403)
    if (request.method === 'POST') {
      // Only our own page may place calls: another site open in the same browser is refused.
      if (request.headers.origin !== own) return end(response, 403)
      const [, verb, id] = url.pathname.split('/')
      if (verb === 'call' && id) return json(response, await placer.place(decodeURIComponent(id)))
      if (verb === 'hang-up' && id) {
        placer.hangUp(decodeURIComponent(id))
        return json(response, {})
      }
      return end(response, 404)
    }
    if (url.pathname === '/callers') return json(response, placer.callers)
    if (url.pathname === '/news') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      streams.add(response)
      request.on('close', () => streams.delete(response))
      return tell([response])
    }
    const known = files[url.pathname]
    if (!known) return end(response, 404)
    response.writeHead(200, {
      'content-type': known.type,
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    response.end(await readFile(join(import.meta.dirname, 'page', known.file)))
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => end(response, 500))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const bound = server.address()
  own = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : port}`

  return {
    address: own,
    close: () => {
      stop()
      for (const stream of streams) stream.end()
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function end(response: ServerResponse, status: number): void {
  if (!response.headersSent) response.writeHead(status)
  response.end()
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(value))
}
