import type { CoreParts, Implementer } from './implementer.ts'
import { streamOf } from './streams.ts'
import { storing } from './write-errors.ts'

/** The dispatcher's own state as the phone page tells it, and what a call was about. */
export function ownHandlers(os: Implementer, { work, calls, presence, closing }: CoreParts) {
  return os.own.router({
    report: os.own.report.handler(({ input }) => {
      presence.report(input)
      return {}
    }),
    kept: os.own.kept.handler(() => ({ report: presence.kept() })),
    watch: os.own.watch.handler(async function* ({ signal }) {
      yield* streamOf(presence.news, [presence.now], { signal, closing, latest: true })
    }),
    wrapUp: os.own.wrapUp.handler(({ input, errors }) => {
      const { callId, code } = input
      // Its record may still wait for the end of this turn.
      calls.keep()
      const record = work.rows.get('callRecord', callId)
      if (record === null) throw errors.NO_SUCH_CALL()
      storing(errors, () => work.write({ kind: 'call.wrappedUp', callId, code }, record.callerName))
      return {}
    }),
  })
}
