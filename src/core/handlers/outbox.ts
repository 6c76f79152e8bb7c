import type { Draft } from '#bridge/drafts.ts'
import { ticketDraftFields } from '#bridge/tickets.ts'
import type { DraftId } from '#domain/ids.ts'
import { intentVersion } from '#domain/intent/upcast-intent.ts'
import { againstNow } from '../outbox/against-now.ts'
import type { Change } from '../outbox/outbox.ts'
import type { Workstation } from '../workstation.ts'
import type { CoreParts, Implementer } from './implementer.ts'
import { storing, writing } from './write-errors.ts'

/** Changes on their way and those the desk did not accept. */
export function outboxHandlers(os: Implementer, { work }: CoreParts) {
  const refused = (n: number) => {
    const change = work.outbox.get(n)
    return change?.state === 'refused' ? change : null
  }
  return os.outbox.router({
    list: os.outbox.list.handler(() => {
      const rows = work.outbox.unsettled().map(rowOf)
      return {
        pending: rows.filter(({ state }) => state !== 'refused'),
        notAccepted: rows.filter(({ state }) => state === 'refused'),
      }
    }),
    redo: os.outbox.redo.handler(({ input, errors }) =>
      writing(errors, () => {
        const change = refused(input.n)
        if (change === null) throw errors.NO_SUCH_CHANGE()
        const intent = againstNow(change.intent, work.rows)
        // The new change and the end of the old one are one commit: it is never twice in the outbox, never in neither.
        work.write(intent, change.about, () => work.outbox.discard(change.n, work.ports.clock.now()))
        work.countChanges()
        return {}
      }),
    ),
    toDraft: os.outbox.toDraft.handler(({ input, errors }) =>
      storing(errors, () => {
        const change = refused(input.n)
        if (change?.intent.kind !== 'ticket.create') throw errors.NO_SUCH_CHANGE()
        const { ticket } = change.intent
        const savedAt = work.ports.clock.now()
        const made: Draft = {
          id: work.ports.newId() as DraftId,
          callId: ticket.callId,
          fields: ticketDraftFields.parse(ticket),
          savedAt,
        }
        // One commit: the words are in the tray or in the draft, never in neither.
        work.durably(() => work.outbox.discard(change.n, savedAt, () => work.drafts.put(made)))
        work.countChanges()
        return made
      }),
    ),
    reword: os.outbox.reword.handler(({ input, errors }) =>
      writing(errors, () => {
        const change = refused(input.n)
        if (change?.intent.kind !== 'ticket.comment') throw errors.NO_SUCH_CHANGE()
        const intent = { ...change.intent, text: input.text }
        work.write(intent, change.about, () => work.outbox.discard(change.n, work.ports.clock.now()))
        work.countChanges()
        return {}
      }),
    ),
    export: os.outbox.export.handler(() => ({ text: exportText(work) })),
    discard: os.outbox.discard.handler(({ input, errors }) =>
      storing(errors, () => {
        const change = refused(input.n)
        if (change === null) throw errors.NO_SUCH_CHANGE()
        work.durably(() => work.outbox.discard(change.n, work.ports.clock.now()))
        work.ports.log.info('outbox.discarded', { kind: change.intent.kind })
        work.countChanges()
        return {}
      }),
    ),
  })
}

function rowOf({ n, madeAt, intent, state, refusal, about }: Change) {
  const shown = state === 'refused' ? 'refused' : state === 'applied' ? 'sent' : 'pending'
  return { n, madeAt, intent, state: shown, refusal, about } as const
}

/** JSON that a person can read and IT can send for them. */
function exportText(work: Workstation): string {
  const changes = work.outbox.unsettled().filter(({ state }) => state !== 'applied')
  const { consoleId, ports } = work
  const head = { format: 'pult-outbox', version: intentVersion, consoleId, at: ports.clock.now() }
  const rows = changes.map(({ n, key, madeAt, userId, about, state, refusal, intent }) => ({
    n,
    key,
    madeAt,
    userId,
    about,
    state,
    refusal,
    intent,
  }))
  return JSON.stringify({ ...head, changes: rows }, null, 2)
}
