import { createReadStream } from 'node:fs'
import { ORPCError } from '@orpc/server'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { shape as shapeSchema } from '#domain/entities.ts'
import { snapshotManifest } from '#wire/snapshot.ts'
import type { SnapshotShelf } from '../snapshots/snapshot-shelf.ts'
import { callerOf, checkVersion, forbidden } from './answers.ts'
import type { DeskParts } from './desk-parts.ts'

const asked = z.object({ shape: shapeSchema, sha256: snapshotManifest.shape.sha256.optional() })
const noSnapshot = () => new ORPCError('NO_SNAPSHOT', { status: 404, message: 'pull the feed' })

/** Snapshots as static bytes: what a console fetched before a cut it does not fetch again. */
export function snapshotRoutes(app: FastifyInstance, parts: DeskParts, shelf: SnapshotShelf | null): void {
  app.get('/sync/v1/snapshot/:shape', async (request) => {
    const { spaceId, shape } = await admit(parts, request)
    const [newest] = shelf?.list(spaceId, shape) ?? []
    if (newest === undefined) throw noSnapshot()
    return newest
  })

  app.get('/sync/v1/snapshot/:shape/:sha256', async (request, reply) => {
    const { spaceId, shape, sha256 = '' } = await admit(parts, request)
    const file = shelf?.file(spaceId, shape, sha256) ?? null
    if (file === null) throw noSnapshot()
    const etag = `"${sha256}"`
    reply.header('etag', etag).header('accept-ranges', 'bytes').type('application/zstd')
    const { range, 'if-range': ifRange } = request.headers
    // Of another file than this one: all of it (RFC 9110 §13.1.5).
    const part =
      range === undefined || (ifRange !== undefined && ifRange !== etag) ? null : from(range, file.bytes)
    if (part === 'outside') {
      return await reply.code(416).header('content-range', `bytes */${file.bytes}`).send()
    }
    const start = part?.start ?? 0
    const end = part?.end ?? file.bytes - 1
    if (part !== null) reply.code(206).header('content-range', `bytes ${start}-${end}/${file.bytes}`)
    reply.header('content-length', end - start + 1)
    return await reply.send(createReadStream(file.path, { start, end, highWaterMark: 256 * 1024 }))
  })
}

async function admit({ sessions }: DeskParts, request: FastifyRequest) {
  checkVersion(request.headers)
  const { user, spaceId } = await callerOf(sessions, request.headers)
  const read = asked.safeParse(request.params)
  if (!read.success) throw new ORPCError('BAD_REQUEST', { message: 'the question does not fit the contract' })
  if (!sessions.shapesOf(user.role).includes(read.data.shape)) throw forbidden()
  return { spaceId, ...read.data }
}

/** One range `bytes=a-b` or `bytes=a-`. Anything else is not a range we know: the whole file (RFC 9110 §14.2). */
function from(range: string, bytes: number): { start: number; end: number } | 'outside' | null {
  const read = /^bytes=(\d{1,15})-(\d{1,15})?$/.exec(range)
  if (read === null) return null
  const start = Number(read[1])
  const end = Math.min(read[2] === undefined ? bytes - 1 : Number(read[2]), bytes - 1)
  return start > end ? 'outside' : { start, end }
}
