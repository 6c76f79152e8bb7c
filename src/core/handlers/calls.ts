import { customerCard } from '../calls/customer-card.ts'
import { callDetails, journal } from '../calls/journal.ts'
import type { CoreParts, Implementer } from './implementer.ts'
import { streamOf } from './streams.ts'
import { writing } from './write-errors.ts'

/** Calls: what the phone tells, the pops, who it was, the journal. */
export function callHandlers(os: Implementer, { work, calls, closing }: CoreParts) {
  return os.calls.router({
    report: os.calls.report.handler(async ({ input }) => {
      calls.report(input.events)
      // The pop is on its way to the window: let it leave before the disk takes this thread for some milliseconds.
      await new Promise((resolve) => setImmediate(resolve))
      calls.keep()
      return {}
    }),
    watch: os.calls.watch.handler(async function* ({ signal }) {
      const first = [
        { type: 'calls' as const, calls: calls.live },
        ...calls.pops().map((pop) => ({ type: 'pop' as const, pop })),
      ]
      yield* streamOf(calls.news, first, { signal, closing })
    }),
    pop: os.calls.pop.handler(({ input, errors }) => {
      const pop = calls.pop(input.callId)
      if (pop === null) throw errors.NO_SUCH_CALL()
      return pop
    }),
    choose: os.calls.choose.handler(({ input, errors }) => {
      const pop = writing(errors, () => calls.choose(input.callId, input))
      if (pop === null) throw errors.NO_SUCH_CALL()
      return pop
    }),
    card: os.calls.card.handler(({ input, errors }) => {
      const request = { ...input, match: 'chosen' as const, maybe: false, at: work.ports.clock.now() }
      const card = customerCard(work.rows, work.reference, request)
      if (card === null) throw errors.NO_SUCH_CUSTOMER()
      return card
    }),
    journal: os.calls.journal.handler(({ input }) => ({ rows: journal(work, input) })),
    details: os.calls.details.handler(({ input, errors }) => {
      const details = callDetails(work, input.callId)
      if (details === null) throw errors.NO_SUCH_CALL()
      return details
    }),
  })
}
