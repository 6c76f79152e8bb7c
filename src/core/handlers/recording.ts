import type { CoreParts, Implementer } from './implementer.ts'
import { streamOf } from './streams.ts'
import { storing } from './write-errors.ts'

/** Consent to being recorded, kept with the call. */
export function recordingHandlers(os: Implementer, { calls, consents, closing }: CoreParts) {
  return os.recording.router({
    consent: os.recording.consent.handler(({ input, errors }) => {
      if (calls.pop(input.callId) === null) throw errors.NO_SUCH_CALL()
      storing(errors, () => consents.note(input.callId, input.consent))
      return {}
    }),
    watch: os.recording.watch.handler(async function* ({ signal }) {
      yield* streamOf(consents.changed, [consents.all], { signal, closing, latest: true })
    }),
  })
}
