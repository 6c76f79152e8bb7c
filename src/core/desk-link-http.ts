import { createORPCClient, ORPCError } from '@orpc/client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { wire } from '#wire/contract.ts'
import { wireVersion, wireVersionHeader } from '#wire/version.ts'
import { type DeskClient, type DeskLink, DeskUnreachable } from './desk-link.ts'
import type { Clock } from './ports.ts'
import { watchedBody } from './watched-body.ts'

/** A request answers within this, or the desk counts as not there. */
const requestMs = 15_000
/** A long poll waits 25 s at the desk. */
const longPollMs = 45_000
/** The desk sends a keep-alive every 15 s: a stream silent for so long is dead (half-open TCP tells nothing). */
const silenceMs = 40_000

/** The way to a desk over HTTP(S). Adds token and wire version; every failure of the network is a `DeskUnreachable`. */
export function httpDeskLink(address: string, clock: Clock): DeskLink {
  const closing = new AbortController()
  return {
    address,
    client(access): DeskClient {
      const link = new OpenAPILink(wire, {
        url: address,
        headers: () => {
          const token = access()
          return {
            [wireVersionHeader]: String(wireVersion),
            ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          }
        },
        fetch: (request, init) => fetchFrom(request, init, closing.signal, clock),
        interceptors: [
          async ({ next }) => {
            try {
              return await next()
            } catch (error) {
              throw asWireError(error)
            }
          },
        ],
      })
      return createORPCClient<DeskClient>(link)
    },
    async download(path, access, { from, etag }, signal) {
      const request = new Request(address + path, {
        headers: {
          [wireVersionHeader]: String(wireVersion),
          ...(access !== null && { authorization: `Bearer ${access}` }),
          ...(from > 0 && { range: `bytes=${from}-`, 'if-range': etag }),
        },
        signal,
      })
      return downloaded(await fetchFrom(request, undefined, closing.signal, clock), from)
    },
    close() {
      closing.abort()
    },
  }
}

async function fetchFrom(
  request: Request,
  init: RequestInit | undefined,
  closing: AbortSignal,
  clock: Clock,
): Promise<Response> {
  const timeUp = new AbortController()
  const stream = /\/(stream|watch)(\/|$)/.test(new URL(request.url).pathname)
  const longPoll = /[?&]waitS=[1-9]/.test(request.url)
  const cancel = clock.after(longPoll ? longPollMs : requestMs, () => timeUp.abort())
  const signal = AbortSignal.any([request.signal, closing, timeUp.signal])
  const sent = new Request(request, { signal })
  let response: Response
  try {
    response = await fetch(sent, init)
  } catch (error) {
    cancel()
    if (request.signal.aborted || closing.aborted) throw error
    throw new DeskUnreachable(timeUp.signal.aborted ? 'timeout' : whyOf(error), { cause: error })
  }
  const kind = response.headers.get('content-type') ?? ''
  if (!/^(application\/(json|zstd)|text\/event-stream)/.test(kind) && response.status !== 204) {
    cancel()
    await response.body?.cancel()
    throw new DeskUnreachable(response.status >= 500 ? 'failing' : 'notADesk')
  }
  if (!response.body) {
    cancel()
    return response
  }
  cancel()
  const body = watchedBody(response.body, {
    clock,
    quietMs: stream && response.ok ? silenceMs : longPoll ? longPollMs : requestMs,
    signals: [request.signal, closing],
    why: whyOf,
    hold: [request, sent, signal],
  })
  return new Response(body, { status: response.status, headers: response.headers })
}

/** The body of an answer that is a file. Throws what else it is. */
async function downloaded(response: Response, from: number): Promise<ReadableStream<Uint8Array>> {
  const { status, body } = response
  if (body !== null && status === (from > 0 ? 206 : 200)) return body
  await body?.cancel()
  if (status === 401) throw new ORPCError('SIGNED_OUT', { status })
  if (status === 403) throw new ORPCError('FORBIDDEN', { status })
  // Gone, or another file under this name: what was fetched of it is of no use.
  if (status === 404 || status === 416 || status === 200) throw new ORPCError('NO_SNAPSHOT', { status: 404 })
  throw new DeskUnreachable(status >= 500 ? 'failing' : 'notADesk')
}

/** Leaves the wire's own errors and aborts as they are; everything else means that the desk is not there. */
export function asWireError(error: unknown): unknown {
  if (error instanceof DeskUnreachable) return error
  if (error instanceof ORPCError) {
    if (error.status >= 500 && error.code !== 'BUSY') return new DeskUnreachable('failing', { cause: error })
    if (error.code.startsWith('MALFORMED_ORPC_ERROR_RESPONSE')) {
      return new DeskUnreachable('notADesk', { cause: error })
    }
    return error
  }
  if (error instanceof Error && error.name === 'AbortError') return error
  if (error instanceof Error && error.cause instanceof DeskUnreachable) return error.cause
  if (error instanceof Error && /^(Cannot parse response|Invalid OpenAPI)/.test(error.message)) {
    return new DeskUnreachable('notADesk', { cause: error })
  }
  return new DeskUnreachable(whyOf(error), { cause: error })
}

const byCode: Readonly<Record<string, DeskUnreachable['why']>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ECONNRESET: 'cut',
  UND_ERR_SOCKET: 'cut',
  HPE_INVALID_CONSTANT: 'notADesk',
}

/** Node's fetch hides the reason one or two causes deep. */
function whyOf(error: unknown): DeskUnreachable['why'] {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const code = 'code' in at && typeof at.code === 'string' ? at.code : ''
    const known = byCode[code]
    if (known) return known
    if (/^(CERT_|ERR_TLS|ERR_SSL|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|EPROTO)/.test(code)) return 'tls'
    if (code.startsWith('HPE_')) return 'notADesk'
    if (at instanceof AggregateError && at.errors.length > 0) return whyOf(at.errors[0])
  }
  return 'cut'
}
