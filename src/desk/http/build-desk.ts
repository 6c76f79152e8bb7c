import type { NodeConnectionOptions } from '@nats-io/transport-node'
import { OpenAPIHandler } from '@orpc/openapi/fastify'
import { traverseContractProcedures } from '@orpc/server'
import fastify, { type FastifyInstance, LogController } from 'fastify'
import type { DialPlan } from '#domain/directory/dial-plan.ts'
import { wire } from '#wire/contract.ts'
import { pushBytesMax } from '#wire/push.ts'
import { BoardWatch } from '../board/board-watch.ts'
import type { Db } from '../db/db.ts'
import { currentEpoch } from '../db/epoch.ts'
import { Replicas } from '../db/replicas.ts'
import { doorbellFrom } from '../doorbell/doorbell-from-env.ts'
import { FeedReader } from '../feed/feed-reader.ts'
import { Tailer } from '../feed/tailer.ts'
import { keepHouseHourly } from '../jobs/housekeeping.ts'
import type { AmiAddress } from '../pbx/ami-connection.ts'
import { PbxLink } from '../pbx/pbx-link.ts'
import { ListCache } from '../push/space-lists.ts'
import { AccessTokens } from '../session/access-tokens.ts'
import { Passwords } from '../session/passwords.ts'
import type { RoleFeeds } from '../session/role-feeds.ts'
import { Sessions } from '../session/sessions.ts'
import { ensureSpace, mainSpace } from '../session/spaces.ts'
import { SnapshotKeeper } from '../snapshots/snapshot-keeper.ts'
import { SnapshotShelf } from '../snapshots/snapshot-shelf.ts'
import { declared, retryAfterOf } from './answers.ts'
import { checkRoutes } from './check-routes.ts'
import { closeInOrder } from './close-in-order.ts'
import { deskGauges } from './desk-gauges.ts'
import { deskLog, safeError } from './desk-log.ts'
import type { DeskParts } from './desk-parts.ts'
import { feedRoutes } from './feed-routes.ts'
import { Metrics } from './metrics.ts'
import { openApiDocument } from './open-api-document.ts'
import { snapshotRoutes } from './snapshot-routes.ts'
import { Streams } from './streams.ts'
import { watchRoutes } from './watch-routes.ts'
import { type WireContext, wireRouter } from './wire-router.ts'

export interface DeskOptions {
  /** An open, migrated database; whoever opened it closes it after the desk. */
  db: Db
  /** Streaming replicas of it, for reading; closed with the desk. */
  replicas?: readonly Db[]
  now?: () => number
  random?: () => number
  /** Where structured log lines go (newline-delimited JSON); absent: nowhere. */
  logTo?: { write(line: string): void }
  /** The space this desk serves, made at the first start. */
  space?: { name: string; timeZone: string }
  /** The PBX's manager interface; null: no PBX, the board shows no call queues. */
  ami?: AmiAddress | null
  /** Which feeds each role may follow; a role that is not named follows all. */
  roleFeeds?: RoleFeeds
  /** Folder of snapshots for first syncs; absent: consoles pull the feeds instead. */
  snapshots?: { folder: string }
  /** How the PBX writes numbers; absent: the Russian plan of Moscow. */
  dialPlan?: DialPlan
  /** How nodes wake each other through NATS; absent: each finds the others' commits by looking. */
  nats?: NodeConnectionOptions | null
  /** Addresses of reverse proxies whose X-Forwarded-For is believed. */
  trustProxy?: string[]
}

/**
 * Builds the central desk without opening a port: tests inject requests, `main.ts` listens. Closing the app ends
 * streams with a hint when to come again and finishes what is under way.
 */
export async function buildDesk(options: DeskOptions): Promise<FastifyInstance> {
  const { db, now = Date.now, random = Math.random, ami = null } = options
  const space = options.space ?? { name: 'Pult', timeZone: 'Europe/Moscow' }
  await currentEpoch(db)
  await ensureSpace(db, { spaceId: mainSpace, ...space })

  const app = fastify({
    bodyLimit: pushBytesMax,
    trustProxy: options.trustProxy ?? false,
    logger:
      options.logTo === undefined
        ? false
        : { level: 'info', base: null, stream: options.logTo, serializers: { err: bareError } },
    // Its line would hold the address with the query, which holds what was searched for.
    logController: new LogController({ disableRequestLogging: true }),
    // One intent with a poisonous key must not make a whole push unreadable for ever: the key goes, the rest stays.
    onProtoPoisoning: 'remove',
    onConstructorPoisoning: 'remove',
    forceCloseConnections: 'idle',
    keepAliveTimeout: 72_000,
    requestTimeout: 30_000,
  })
  const log = deskLog(app.log)
  const metrics = new Metrics()
  const replicas = new Replicas(db, options.replicas ?? [], log)
  await replicas.start()
  const doorbell = doorbellFrom(options.nats ?? null, { log, random })
  const tailer = new Tailer({ db, now, random, log, doorbell })
  deskGauges(metrics, { db, tailer, replicas, doorbell })
  const sessions = new Sessions({
    db,
    now,
    metrics,
    accessTokens: await AccessTokens.open(db),
    passwords: new Passwords(),
    roleFeeds: options.roleFeeds,
  })
  const boards = new BoardWatch({ db, tailer, now, log })
  const streams = new Streams(metrics, random)
  const parts: DeskParts = {
    db,
    now,
    random,
    log,
    metrics,
    sessions,
    replicas,
    pages: new FeedReader(db, replicas),
    tailer,
    streams,
    boards,
    lists: new ListCache(),
  }

  const [locale] = await db.query<{ folds: boolean }>(`select lower('Ж') = 'ж' as folds`)
  // The search then tells Ромашка from ромашка; a database is made with a UTF-8 locale, it cannot be given one later.
  if (locale?.folds !== true) log.warn({ event: 'database.locale' })

  answerSafely(app, parts)
  feedRoutes(app, parts)
  const shelf = options.snapshots === undefined ? null : new SnapshotShelf(options.snapshots.folder)
  snapshotRoutes(app, parts, shelf)
  checkRoutes(app, parts)
  wireRoutes(app, parts)
  watchRoutes(app, parts, { openApi: openApiDocument })

  const onChange = () => boards.touch(mainSpace)
  const pbx =
    ami === null
      ? null
      : new PbxLink({ db, now, random, log, onChange }, ami, {
          spaceId: mainSpace,
          timeZone: space.timeZone,
          dialPlan: options.dialPlan,
        })
  if (pbx !== null) metrics.gauge('pult_pbx_live', () => (pbx.live ? 1 : 0))
  const leaving = new AbortController()
  void keepHouseHourly(db, sessions, log, now, leaving.signal)

  const keeper =
    shelf &&
    new SnapshotKeeper({
      db,
      // Asked anew for each snapshot: a replica may be fit now and gone the next time.
      get replica() {
        return replicas.pick()
      },
      shelf,
      now,
      log,
      metrics,
    })
  keeper?.start()

  const ending = closeInOrder(app.server)
  app.addHook('preClose', async () => {
    leaving.abort()
    streams.endAll()
    boards.stop()
    ending.begin()
  })
  app.addHook('onClose', async () => {
    await keeper?.stop()
    await pbx?.stop()
    await tailer.stop()
    await doorbell.close()
    await replicas.stop()
  })
  return app
}

/** Errors Fastify logs by itself, in the form its logger wants. */
function bareError(error: unknown) {
  const { error: type, where } = safeError(error)
  return { type, message: '', stack: where }
}

/** Headers, the request's line in the log, and errors in the one form the console reads. */
function answerSafely(app: FastifyInstance, { log, metrics }: DeskParts): void {
  app.addHook('onRequest', async (_request, reply) => {
    // On the raw answer, so that streams carry them too.
    reply.raw.setHeader('x-content-type-options', 'nosniff')
    reply.raw.setHeader('cache-control', 'no-store')
    reply.raw.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
    reply.raw.setHeader('referrer-policy', 'no-referrer')
    reply.raw.setHeader('cross-origin-resource-policy', 'same-origin')
  })
  app.addHook('onResponse', async (request, reply) => {
    // The route's pattern, never the address as asked.
    const route = request.routeOptions.url ?? 'unknown'
    const ms = Math.round(reply.elapsedTime)
    metrics.count('pult_http_requests_total', { route, status: String(reply.statusCode) })
    metrics.count('pult_http_seconds_total', { route }, reply.elapsedTime / 1000)
    log.info({
      event: 'request',
      id: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms,
    })
  })
  app.setErrorHandler(async (error, _request, reply) => {
    const known = declared(error)
    if (known !== null) {
      const retryAfterS = retryAfterOf(known)
      if (retryAfterS !== null) reply.header('retry-after', retryAfterS)
      return await reply.code(known.status).send({ ...known.toJSON(), defined: known.status !== 400 })
    }
    // What Fastify itself refuses: too large, not JSON, an unknown content type.
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
    if (status >= 400 && status < 500) return await reply.code(status).send(plainError(status))
    log.fault('request', error)
    return await reply.code(500).send(plainError(500))
  })
  app.setNotFoundHandler(async (_request, reply) => await reply.code(404).send(plainError(404)))
}

const codes: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  404: 'NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  500: 'INTERNAL_SERVER_ERROR',
}

/** The shape of the contract's errors, without a word of what was sent. */
function plainError(status: number) {
  const code = codes[status] ?? 'BAD_REQUEST'
  return { defined: false, code, status, message: code.toLowerCase().replaceAll('_', ' ') }
}

/** Every procedure of the contract but the feed's two as a route of its own, so that logs and figures name it. */
function wireRoutes(app: FastifyInstance, parts: DeskParts): void {
  const handler = new OpenAPIHandler<WireContext>(wireRouter(parts), {
    eventIteratorKeepAliveInterval: 15_000,
  })
  traverseContractProcedures({ router: wire, path: [] }, ({ contract, path }) => {
    const { method = 'POST', path: url } = contract['~orpc'].route
    if (url === undefined) throw new Error(`${path.join('.')} has no path`)
    if (url.includes('{')) return
    app.route({
      method,
      url,
      handler: async (request, reply) => {
        const setHeader = (name: string, value: string) => void reply.raw.setHeader(name, value)
        const { matched } = await handler.handle(request, reply, {
          context: { headers: request.headers, address: request.ip, setHeader },
        })
        if (!matched) reply.callNotFound()
        return reply
      },
    })
  })
}
