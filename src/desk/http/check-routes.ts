import { ORPCError } from '@orpc/server'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { entity as entitySchema, shapeOf, shape as shapeSchema } from '#domain/entities.ts'
import { checkBuckets } from '#wire/check.ts'
import { cursor as cursorSchema } from '#wire/feed.ts'
import { CheckSums } from '../check/check-sums.ts'
import { callerOf, checkVersion, forbidden, reset } from './answers.ts'
import type { DeskParts } from './desk-parts.ts'

const sumsAsked = z.object({ shape: shapeSchema, cursor: cursorSchema })
const bucketAsked = z.object({
  shape: shapeSchema,
  entity: entitySchema,
  bucket: z.coerce
    .number()
    .int()
    .min(0)
    .max(checkBuckets - 1),
})

/** Lets a console find out whether its rows are still the desk's, and get those that are not. */
export function checkRoutes(app: FastifyInstance, parts: DeskParts): void {
  const sums = new CheckSums(parts.db, parts.now)

  app.get('/sync/v1/check/:shape', async (request) => {
    const { spaceId, input } = await admit(parts, request, sumsAsked)
    const answer = await sums.answer(spaceId, input.shape, input.cursor)
    if (!answer.ok) throw reset(answer.refusal)
    parts.metrics.count('pult_checks_total', { shape: input.shape })
    return answer.value
  })

  app.get('/sync/v1/check/:shape/rows', async (request) => {
    const { spaceId, input } = await admit(parts, request, bucketAsked)
    if (shapeOf[input.entity] !== input.shape) throw forbidden()
    // A console's rows do not agree with ours: worth an alarm, whoever is wrong.
    parts.metrics.count('pult_check_differences_total', { entity: input.entity })
    return await sums.rows(spaceId, input.shape, input.entity, input.bucket)
  })
}

async function admit<Asked extends z.ZodType<{ shape: z.infer<typeof shapeSchema> }>>(
  { sessions }: DeskParts,
  request: FastifyRequest,
  asked: Asked,
) {
  checkVersion(request.headers)
  const { user, spaceId } = await callerOf(sessions, request.headers)
  const read = asked.safeParse({ ...(request.query as object), ...(request.params as object) })
  if (!read.success) throw new ORPCError('BAD_REQUEST', { message: 'the question does not fit the contract' })
  if (!sessions.shapesOf(user.role).includes(read.data.shape)) throw forbidden()
  return { spaceId, input: read.data }
}
