import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a network or a balancer between console and desk does to one answer. */
export type Roughness =
  /** The answer never comes; the connection stays (half-open). */
  | { how: 'silence' }
  /** The answer comes after so many ms. */
  | { how: 'late'; ms: number }
  /** The request is carried out, its answer lost with the connection. */
  | { how: 'answerLost' }
  /** The answer stops halfway and the connection breaks. */
  | { how: 'halved' }
  /** Half of the answer, told as if it were whole. */
  | { how: 'truncated' }
  /** The request is carried out twice. */
  | { how: 'repeated' }
  /** Somebody on the way answers instead of the desk. */
  | { how: 'status'; status: number; retryAfterS?: number; json?: unknown }

export interface RoughProxy {
  address: string
  /** The next answers to this path (its beginning) are dealt with so, in this order; later ones pass. */
  next(path: string, ...roughness: Roughness[]): void
  /** Paths whose planned roughness was not met yet. */
  readonly unmet: readonly string[]
  close(): Promise<void>
}

/** A proxy on the loopback before a desk, rough when told so. */
export async function roughProxy(desk: string): Promise<RoughProxy> {
  const plans: { path: string; roughness: Roughness }[] = []
  const server = createServer((asked, answer) => {
    const path = asked.url ?? '/'
    const at = plans.findIndex((plan) => path.startsWith(plan.path))
    const [plan] = at === -1 ? [] : plans.splice(at, 1)
    void deal(desk, asked, answer, plan?.roughness ?? null).catch(() => answer.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next(path, ...roughness) {
      plans.push(...roughness.map((one) => ({ path, roughness: one })))
    },
    get unmet() {
      return plans.map(({ path }) => path)
    },
    async close() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

async function deal(
  desk: string,
  asked: IncomingMessage,
  answer: ServerResponse,
  rough: Roughness | null,
): Promise<void> {
  const body = await wholeOf(asked)
  if (rough?.how === 'silence') return
  if (rough?.how === 'status') return made(answer, rough)
  if (rough?.how === 'late') await new Promise((resolve) => setTimeout(resolve, rough.ms))
  if (rough?.how === 'repeated') await wholeOf(await forwarded(desk, asked, body))
  const given = await forwarded(desk, asked, body)
  if (rough === null || rough.how === 'late' || rough.how === 'repeated') {
    answer.writeHead(given.statusCode ?? 502, given.headers)
    answer.on('close', () => given.destroy())
    given.pipe(answer)
    return
  }
  const stream = /event-stream/.test(given.headers['content-type'] ?? '')
  const bytes = stream ? await firstOf(given) : await wholeOf(given)
  if (rough.how === 'answerLost') return void answer.destroy()
  const half = bytes.subarray(0, Math.floor(bytes.length / 2))
  if (rough.how === 'halved') {
    answer.writeHead(given.statusCode ?? 502, given.headers)
    answer.write(half, () => answer.destroy())
    return
  }
  const { 'content-length': _length, ...headers } = given.headers
  answer.writeHead(given.statusCode ?? 502, headers)
  answer.end(half)
}

function made(
  answer: ServerResponse,
  { status, retryAfterS, json }: Extract<Roughness, { how: 'status' }>,
): void {
  answer.writeHead(status, {
    'content-type': 'application/json',
    ...(retryAfterS !== undefined && { 'retry-after': String(retryAfterS) }),
  })
  answer.end(JSON.stringify(json ?? { defined: false, code: 'ROUGH', status, message: 'rough' }))
}

function forwarded(desk: string, asked: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const on = new URL(asked.url ?? '/', desk)
    const { host: _host, ...headers } = asked.headers
    const sent = request(on, { method: asked.method ?? 'GET', headers }, resolve)
    sent.on('error', reject)
    sent.end(body)
  })
}

async function wholeOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

/** The first piece of an answer that never ends. */
async function firstOf(message: IncomingMessage): Promise<Buffer> {
  for await (const part of message) return part as Buffer
  return Buffer.alloc(0)
}
