import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { DeskParts } from './desk-parts.ts'

/** A database that does not answer for so long makes this node unready: the load balancer goes elsewhere. */
const readyMs = 2_000

/** For load balancers, Prometheus and those who write programs against the desk. */
export function watchRoutes(
  app: FastifyInstance,
  { db, tailer, metrics, streams }: DeskParts,
  { openApi }: { openApi: () => Promise<object> },
): void {
  app.get('/health/live', async () => ({ status: 'live' }))

  app.get('/health/ready', async (_request, reply) => {
    const answered = await Promise.race([
      db.query('select 1').then(
        () => true,
        () => false,
      ),
      wait(readyMs, false, { ref: false }),
    ])
    const ready = answered && streams.accepting
    return await reply
      .code(ready ? 200 : 503)
      .send({ status: ready ? 'ready' : 'unready', feed: tailer.stall.stalled ? 'stalled' : 'flows' })
  })

  app.get('/openapi.json', async () => await openApi())

  // Figures without names, but still nobody's business outside: a proxy must not pass this path on.
  app.get('/metrics', async (request, reply) => {
    if (!isLocal(request)) return await reply.code(403).send('only from this machine\n')
    return await reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.text())
  })
}

function isLocal({ ip }: FastifyRequest): boolean {
  return ip === '127.0.0.1' || ip === '::1' || ip === '::ffff:127.0.0.1'
}
