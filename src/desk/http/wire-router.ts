import type { IncomingHttpHeaders } from 'node:http'
import { implement } from '@orpc/server'
import type { ConsoleId } from '#domain/ids.ts'
import { wire } from '#wire/contract.ts'
import { oldestHeard, oldestServed } from '#wire/version.ts'
import { heldOf, keepPiece } from '../attachments/keep-piece.ts'
import { readPiece } from '../attachments/read-piece.ts'
import { keepPresence } from '../board/presence.ts'
import { giveDraft, takeDraft } from '../handover/handovers.ts'
import { PauseBook } from '../pbx/pause-book.ts'
import { pushIntents } from '../push/push-intents.ts'
import { searchTickets } from '../search/search-tickets.ts'
import { busy, callerOf, checkVersion, declared, forbidden, retryAfterOf } from './answers.ts'
import type { DeskParts } from './desk-parts.ts'

/** What a handler knows of the request beside its input. */
export interface WireContext {
  headers: IncomingHttpHeaders
  /** Where it came from, for counting wrong passwords. */
  address: string
  setHeader: (name: string, value: string) => void
}

/** More pushes at once than this only wait for each other's database connections. */
const pushesMax = 100

/** The wire's procedures, all but the feed and its stream (feed-routes.ts serves those). */
export function wireRouter(parts: DeskParts) {
  const { db, now, sessions, boards } = parts
  const pauses = new PauseBook(db, now)
  const os = implement(wire).$context<WireContext>()

  const openSince = (oldest: number) =>
    os.middleware(async ({ context, next }) => {
      try {
        checkVersion(context.headers, oldest)
        return await next()
      } catch (error) {
        const known = declared(error)
        if (known === null) {
          parts.log.fault('request', error)
          throw error
        }
        const retryAfterS = retryAfterOf(known)
        if (retryAfterS !== null) context.setHeader('retry-after', String(retryAfterS))
        throw known
      }
    })
  const open = openSince(oldestServed)
  /** For what a console has to say before it is updated. */
  const heard = openSince(oldestHeard)
  const signedIn = os.$context<WireContext>().middleware(async ({ context, next }) => {
    return await next({ context: { caller: await callerOf(sessions, context.headers) } })
  })

  let pushes = 0
  return {
    session: {
      signIn: os.session.signIn.use(open).handler(async ({ input, context, errors }) => {
        const answer = await sessions.signIn(input, context.address)
        if (answer.ok) return answer.value
        if (answer.refusal.code === 'wrongPassword') throw errors.WRONG_PASSWORD()
        throw errors.TOO_MANY_TRIES({ data: { retryAfterS: answer.refusal.retryAfterS } })
      }),
      refresh: os.session.refresh.use(heard).handler(async ({ input, errors }) => {
        const tokens = await sessions.refresh(input.refresh, input.consoleId)
        if (tokens === null) throw errors.SIGNED_OUT()
        return { tokens }
      }),
      signOut: os.session.signOut.use(heard).handler(async ({ input }) => {
        await sessions.signOut(input.refresh)
        return {}
      }),
      hello: os.session.hello
        .use(open)
        .use(signedIn)
        .handler(({ input, context }) => sessions.hello(context.caller, input.consoleId as ConsoleId)),
      wiped: os.session.wiped
        .use(open)
        .use(signedIn)
        .handler(async ({ input, context }) => {
          await sessions.wiped(context.caller, input.consoleId as ConsoleId)
          return {}
        }),
    },
    sync: {
      push: os.sync.push
        .use(heard)
        .use(signedIn)
        .handler(async ({ input, context }) => {
          if (pushes >= pushesMax) throw busy(1 + Math.floor(parts.random() * 3))
          pushes++
          const began = performance.now()
          try {
            const { user, spaceId } = context.caller
            return await pushIntents(parts, { spaceId, userId: user.id }, input)
          } finally {
            pushes--
            parts.metrics.observe('pult_push_seconds', (performance.now() - began) / 1000)
          }
        }),
    },
    tickets: {
      search: os.tickets.search
        .use(open)
        .use(signedIn)
        .handler(async ({ input, context }) => ({
          tickets: await parts.replicas.ask((from) =>
            searchTickets(from, context.caller.spaceId, input.text, input.limit),
          ),
        })),
    },
    handover: {
      give: os.handover.give
        .use(open)
        .use(signedIn)
        .handler(async ({ input, context }) => {
          const { user, spaceId } = context.caller
          return { given: await giveDraft(db, { spaceId, userId: user.id }, input, now()) }
        }),
      take: os.handover.take
        .use(open)
        .use(signedIn)
        .handler(({ input, context }) => {
          const { user, spaceId } = context.caller
          return takeDraft(db, { spaceId, userId: user.id }, input, now())
        }),
    },
    attachments: {
      held: os.attachments.held
        .use(open)
        .use(signedIn)
        .handler(({ input, context }) => heldOf(db, context.caller.spaceId, input.sha256)),
      put: os.attachments.put
        .use(open)
        .use(signedIn)
        .handler(async ({ input, context, errors }) => {
          const { user, spaceId } = context.caller
          const data = Buffer.from(input.data, 'base64')
          const kept = await keepPiece(db, { spaceId, userId: user.id }, { ...input, data }, now())
          if (!kept.ok) throw errors.BAD_CONTENT()
          parts.metrics.count('pult_attachment_bytes_total', {}, data.length)
          return kept.value
        }),
      get: os.attachments.get
        .use(open)
        .use(signedIn)
        .handler(async ({ input, context, errors }) => {
          const found = await readPiece(db, context.caller.spaceId, input.sha256, input.at)
          if (found === null) throw errors.NOT_HERE()
          return { size: found.size, data: Buffer.from(found.data).toString('base64') }
        }),
    },
    board: {
      present: os.board.present
        .use(open)
        .use(signedIn)
        .handler(async ({ input, context }) => {
          const { user, spaceId } = context.caller
          await keepPresence(db, { spaceId, userId: user.id }, input, now())
          boards.touch(spaceId)
          return {
            pause: await pauses.answerFor(spaceId, user.extension),
            away: await pauses.away(spaceId),
          }
        }),
      watch: os.board.watch
        .use(open)
        .use(signedIn)
        .handler(({ context, signal }) => {
          const { user, spaceId, until } = context.caller
          if (user.role === 'dispatcher') throw forbidden()
          const expired = AbortSignal.timeout(Math.max(1, until - now()))
          return boards.watch(spaceId, signal === undefined ? expired : AbortSignal.any([signal, expired]))
        }),
    },
  }
}
