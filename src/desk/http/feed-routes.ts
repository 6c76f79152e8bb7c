import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import { ORPCError } from '@orpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { shape as shapeSchema } from '#domain/entities.ts'
import { consoleId as consoleIdSchema } from '#domain/ids.ts'
import { cursor as cursorSchema, pageRowsMax } from '#wire/feed.ts'
import { ConsoleStream } from '../feed/console-stream.ts'
import { pageFor } from '../feed/page-for.ts'
import type { Caller } from '../session/sessions.ts'
import { findUser } from '../session/users.ts'
import { busy, callerOf, checkVersion, forbidden, reset } from './answers.ts'
import type { DeskParts } from './desk-parts.ts'

const zip = promisify(gzip)
/** Smaller answers cost more to compress than to send. */
const zipFromBytes = 8 * 1024

const asked = z.object({
  shape: shapeSchema,
  cursor: cursorSchema.optional(),
  waitS: z.coerce.number().min(0).max(25).default(0),
  rows: z.coerce.number().int().min(1).max(pageRowsMax).default(pageRowsMax),
  consoleId: consoleIdSchema,
})

/**
 * The feed and its stream, written by hand instead of by the contract's router: rows go from the database to the
 * socket as the text they are stored as, never parsed, checked and written again for every console.
 */
export function feedRoutes(app: FastifyInstance, parts: DeskParts): void {
  app.get('/sync/v1/feed/:shape', async (request, reply) => {
    const { caller, input } = await admit(parts, request)
    const page = await pageFor(parts, { ...input, spaceId: caller.spaceId }, (leave) =>
      request.raw.once('close', leave),
    )
    if (!page.ok) {
      parts.metrics.count('pult_feed_resets_total', { reason: page.refusal })
      throw reset(page.refusal)
    }
    parts.metrics.count('pult_feed_pages_total', { shape: input.shape, way: 'pull' })
    return await sendJson(request, reply, page.value.json)
  })

  app.get('/sync/v1/stream/:shape', async (request, reply) => {
    const { caller, input } = await admit(parts, request)
    if (!parts.streams.accepting) throw busy(1)
    await openStream(parts, caller, input, reply)
    return reply
  })
}

async function admit(parts: DeskParts, request: FastifyRequest) {
  checkVersion(request.headers)
  const caller = await callerOf(parts.sessions, request.headers)
  const read = asked.safeParse({ ...(request.query as object), ...(request.params as object) })
  if (!read.success) throw new ORPCError('BAD_REQUEST', { message: 'the question does not fit the contract' })
  if (!parts.sessions.shapesOf(caller.user.role).includes(read.data.shape)) throw forbidden()
  return { caller, input: read.data }
}

type Asked = z.infer<typeof asked>

async function openStream(
  parts: DeskParts,
  { user, spaceId, until }: Caller,
  { shape, cursor, consoleId }: Asked,
  reply: FastifyReply,
): Promise<void> {
  const { db, now, metrics } = parts
  const stream = new ConsoleStream(
    parts,
    { spaceId, userId: user.id, consoleId, shape },
    cursor ?? null,
    reply.raw,
  )
  const refused = await stream.start()
  if (refused !== null) {
    metrics.count('pult_feed_resets_total', { reason: refused })
    throw reset(refused)
  }
  reply.hijack()
  const forget = parts.streams.add(stream)
  // The token's end is the stream's end: the console refreshes and comes again with a new one.
  const expiry = setTimeout(() => stream.end({ end: 'signedOut' }), Math.max(0, until - now()))
  expiry.unref()
  reply.raw.once('close', () => {
    clearTimeout(expiry)
    forget()
  })
  stream.onUsers((userIds) => {
    if (!userIds.includes(user.id)) return
    void findUser(db, spaceId, user.id).then(
      (current) => {
        if (current?.active !== true) stream.end({ end: 'signedOut' })
        else if (!parts.sessions.shapesOf(current.role).includes(shape))
          stream.end({ end: 'reset', reason: 'rights' })
      },
      // Not known now: the token runs out within minutes anyway.
      () => undefined,
    )
  })
}

async function sendJson(request: FastifyRequest, reply: FastifyReply, json: string): Promise<FastifyReply> {
  reply.header('content-type', 'application/json; charset=utf-8')
  const near = request.ip === '127.0.0.1' || request.ip === '::1'
  const takesGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  // Beside a console on the same machine, or behind a proxy there, compressing only takes time.
  if (near || !takesGzip || json.length < zipFromBytes) return reply.send(json)
  reply.header('content-encoding', 'gzip')
  reply.header('vary', 'accept-encoding')
  return reply.send(await zip(json, { level: constants.Z_BEST_SPEED }))
}
