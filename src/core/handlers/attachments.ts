import type { CoreParts, Implementer } from './implementer.ts'
import { streamOf } from './streams.ts'
import { storing, writing } from './write-errors.ts'

/** Files of tickets, in pieces small enough for a message. */
export function attachmentHandlers(os: Implementer, { work, attachments, closing }: CoreParts) {
  const { list } = attachments
  return os.attachments.router({
    begin: os.attachments.begin.handler(({ input, errors }) =>
      storing(errors, () => ({ uploadId: attachments.begin(input) })),
    ),
    put: os.attachments.put.handler(({ input, errors }) =>
      storing(errors, () => {
        const have = attachments.put(input.uploadId, Buffer.from(input.data, 'base64'))
        if (have === null) throw errors.NO_SUCH_UPLOAD()
        return { have }
      }),
    ),
    finish: os.attachments.finish.handler(({ input, errors }) =>
      writing(errors, () => {
        const ticket = work.rows.get('ticket', input.ticketId)
        const about = ticket?.number ?? ticket?.provisionalNumber ?? ''
        const attachment = attachments.finish(input.uploadId, input.ticketId, about)
        if (attachment === null) throw errors.NO_SUCH_UPLOAD()
        return { attachment }
      }),
    ),
    cancel: os.attachments.cancel.handler(({ input }) => {
      attachments.cancel(input.uploadId)
      return {}
    }),
    read: os.attachments.read.handler(async ({ input, errors, signal }) => {
      const read = await attachments.read(input.sha256, input.at, signal)
      if (read === 'notSentYet') throw errors.NOT_SENT_YET()
      if (read === 'deskAway') throw errors.DESK_AWAY()
      return { size: read.size, data: read.data.toString('base64') }
    }),
    waiting: os.attachments.waiting.handler(async function* ({ signal }) {
      for await (const _ of streamOf(list.changed, [{}], { signal, closing, latest: true })) {
        yield { hashes: list.waiting().map(({ sha256 }) => sha256) }
      }
    }),
  })
}
