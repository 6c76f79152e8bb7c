import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { entity, shape } from '#domain/entities.ts'
import { consoleId } from '#domain/ids.ts'
import { contentHash } from '#domain/ticket/attachment.ts'
import { ticket } from '#domain/ticket/ticket.ts'
import { askPiece, heldPart, piece, putPiece } from './attachments.ts'
import { board, presence, presenceHeard } from './board.ts'
import { bucketAnswer, checkAnswer, checkBuckets } from './check.ts'
import { cursor, page, pageRowsMax, resetReason } from './feed.ts'
import { giveDraft, takeDraft, takenDraft } from './handover.ts'
import { pushAnswer, pushRequest } from './push.ts'
import { hello, signInRequest, tokens } from './session.ts'
import { snapshotManifest } from './snapshot.ts'

const open = oc.errors({
  /** 426: the console is older than the floor. */
  CONSOLE_TOO_OLD: { status: 426, data: z.object({ oldestServed: z.number().int() }) },
  /** 429/503: come back after that many seconds. */
  BUSY: { status: 503, data: z.object({ retryAfterS: z.number() }) },
})
const signedIn = open.errors({
  /** 401: no token, or it ran out: refresh and come again. */
  SIGNED_OUT: { status: 401 },
  /** 403: signed in, but this role may not. */
  FORBIDDEN: { status: 403 },
})

/** Workstation ⇄ central desk. Served as plain HTTP + JSON (OpenAPI at /openapi.json); streams are SSE. */
export const wire = {
  session: {
    signIn: open
      .route({ method: 'POST', path: '/session/v1/sign-in' })
      .errors({
        WRONG_PASSWORD: { status: 401 },
        TOO_MANY_TRIES: { status: 429, data: z.object({ retryAfterS: z.number() }) },
      })
      .input(signInRequest)
      .output(z.object({ tokens, hello })),
    refresh: open
      .route({ method: 'POST', path: '/session/v1/refresh' })
      .errors({ SIGNED_OUT: { status: 401 } })
      .input(z.object({ refresh: z.string().max(512), consoleId }))
      .output(z.object({ tokens })),
    signOut: open
      .route({ method: 'POST', path: '/session/v1/sign-out' })
      .input(z.object({ refresh: z.string().max(512) }))
      .output(z.object({})),
    hello: signedIn
      .route({ method: 'GET', path: '/session/v1/hello' })
      .input(z.object({ consoleId }))
      .output(hello),
    /** The console has removed what it held. */
    wiped: signedIn
      .route({ method: 'POST', path: '/session/v1/wiped' })
      .input(z.object({ consoleId }))
      .output(z.object({})),
  },
  sync: {
    /** A page of a feed from `cursor` (absent: from the beginning). `waitS` > 0 long-polls until there is news. */
    feed: signedIn
      .route({ method: 'GET', path: '/sync/v1/feed/{shape}' })
      .errors({ RESET: { status: 410, data: z.object({ reason: resetReason }) } })
      .input(
        z.object({
          shape,
          cursor: cursor.optional(),
          waitS: z.coerce.number().min(0).max(25).default(0),
          /** As many changes as the console takes at once. */
          rows: z.coerce.number().int().min(1).max(pageRowsMax).default(pageRowsMax),
          consoleId,
        }),
      )
      .output(page),
    /** The same pages as they come, over SSE: event id = cursor, keep-alive comment every 15 s. */
    stream: signedIn
      .route({ method: 'GET', path: '/sync/v1/stream/{shape}' })
      .errors({ RESET: { status: 410, data: z.object({ reason: resetReason }) } })
      .input(z.object({ shape, cursor: cursor.optional(), consoleId }))
      .output(eventIterator(page)),
    /** The newest whole copy of a feed, for a first sync; its bytes lie at `snapshotPath`. */
    snapshot: signedIn
      .route({ method: 'GET', path: '/sync/v1/snapshot/{shape}' })
      .errors({ NO_SNAPSHOT: { status: 404 } })
      .input(z.object({ shape }))
      .output(snapshotManifest),
    /** Counts and hashes of what a console should hold at its cursor. */
    check: signedIn
      .route({ method: 'GET', path: '/sync/v1/check/{shape}' })
      .errors({ RESET: { status: 410, data: z.object({ reason: resetReason }) } })
      .input(z.object({ shape, cursor }))
      .output(checkAnswer),
    /** The rows of one bucket that does not agree. */
    checkRows: signedIn
      .route({ method: 'GET', path: '/sync/v1/check/{shape}/rows' })
      .input(
        z.object({
          shape,
          entity,
          bucket: z.coerce
            .number()
            .int()
            .min(0)
            .max(checkBuckets - 1),
        }),
      )
      .output(bucketAnswer),
    push: signedIn.route({ method: 'POST', path: '/sync/v1/push' }).input(pushRequest).output(pushAnswer),
  },
  tickets: {
    /** Search of what a console does not hold (closed long ago). Rows are never mixed into the synced tables. */
    search: signedIn
      .route({ method: 'GET', path: '/tickets/v1/search' })
      .input(
        z.object({
          text: z.string().min(2).max(200),
          limit: z.coerce.number().int().min(1).max(100).default(50),
        }),
      )
      .output(z.object({ tickets: z.array(ticket) })),
  },
  attachments: {
    /** How much of a file the desk holds. */
    held: signedIn
      .route({ method: 'GET', path: '/attachments/v1/held' })
      .input(z.object({ sha256: contentHash }))
      .output(heldPart),
    /** The next piece of a file; answers how far the desk has come, which is where to go on. */
    put: signedIn
      .route({ method: 'POST', path: '/attachments/v1/piece' })
      .errors({
        /** 422: not of the size that was said, or not the content its hash names. Nothing of it is kept. */
        BAD_CONTENT: { status: 422 },
      })
      .input(putPiece)
      .output(heldPart),
    get: signedIn
      .route({ method: 'GET', path: '/attachments/v1/piece' })
      .errors({ NOT_HERE: { status: 404 } })
      .input(askPiece)
      .output(piece),
  },
  handover: {
    /** A draft for whoever has that extension; `given` false: nobody has. */
    give: signedIn
      .route({ method: 'POST', path: '/handover/v1/give' })
      .input(giveDraft)
      .output(z.object({ given: z.boolean() })),
    /** The draft a colleague gave with this call, once. */
    take: signedIn.route({ method: 'POST', path: '/handover/v1/take' }).input(takeDraft).output(takenDraft),
  },
  board: {
    /** A console's word about its dispatcher; silence for 15 s counts as offline. */
    present: signedIn
      .route({ method: 'POST', path: '/board/v1/presence' })
      .input(presence)
      .output(presenceHeard),
    /** Supervisors and admins only. First the whole board, then a new one at each change, at most one a second. */
    watch: signedIn.route({ method: 'GET', path: '/board/v1/watch' }).output(eventIterator(board)),
  },
}
export type Wire = typeof wire
