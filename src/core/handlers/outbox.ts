import { againstNow } from '../outbox/against-now.ts'
import type { Change } from '../outbox/outbox.ts'
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
