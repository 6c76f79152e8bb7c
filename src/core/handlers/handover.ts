import type { CoreParts, Implementer } from './implementer.ts'
import { streamOf } from './streams.ts'

/** Drafts that travel with a call. */
export function handoverHandlers(os: Implementer, { handover, closing }: CoreParts) {
  return os.handover.router({
    give: os.handover.give.handler(async ({ input }) => ({
      outcome: await handover.give(input.callId, input.to),
    })),
    watch: os.handover.watch.handler(async function* ({ signal }) {
      yield* streamOf(handover.came, [], { signal, closing })
    }),
  })
}
