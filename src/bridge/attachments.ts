import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { ticketId } from '#domain/ids.ts'
import { refusal } from '#domain/intent/refusal.ts'
import { attachment, contentHash } from '#domain/ticket/attachment.ts'
import { storageRefusals } from './refusals.ts'

/** Bytes that travel between window and core at once. */
export const bridgePieceBytes = 256 * 1024
const base64 = z.base64().max(Math.ceil(bridgePieceBytes / 3) * 4)
const uploadId = z.string().max(64)
const noSuchUpload = { NO_SUCH_UPLOAD: {} }

/** Files of tickets: words never wait for them. */
export const attachments = {
  /** Begins to take a file from the window; `put` its pieces in order, all but the last full, then `finish`. */
  begin: oc
    .errors(storageRefusals)
    .input(
      z.object({ name: attachment.shape.name, type: attachment.shape.type, size: attachment.shape.size }),
    )
    .output(z.object({ uploadId })),
  put: oc
    .errors({ ...noSuchUpload, ...storageRefusals })
    .input(z.object({ uploadId, data: base64 }))
    .output(z.object({ have: z.number().int() })),
  /** Named on the ticket in one durable commit; the bytes leave for the desk by themselves. */
  finish: oc
    .errors({ ...noSuchUpload, REFUSED: { data: z.object({ refusal }) }, ...storageRefusals })
    .input(z.object({ uploadId, ticketId }))
    .output(z.object({ attachment })),
  cancel: oc.input(z.object({ uploadId })).output(z.object({})),
  /** A piece of a file that is here or at the desk; empty at its end. */
  read: oc
    .errors({
      /** The machine it was added on has not sent it yet. */
      NOT_SENT_YET: {},
      /** It is not here and the desk is away. */
      DESK_AWAY: {},
    })
    .input(z.object({ sha256: contentHash, at: z.number().int().min(0) }))
    .output(z.object({ size: z.number().int(), data: base64 })),
  /** Files of ours the desk does not have yet. */
  waiting: oc.output(eventIterator(z.object({ hashes: z.array(contentHash) }))),
}
