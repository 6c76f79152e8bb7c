import { intentVersion } from '#domain/intent/upcast-intent.ts'
import { type NumberedIntent, pushBytesMax } from '#wire/push.ts'
import type { Change } from '../outbox/outbox.ts'

/** The request's own words around the intents. */
const envelopeBytes = 1024

/** A change as it travels. */
export function numberedIntent({ n, key, madeAt, intent }: Change): NumberedIntent {
  return { n, key, madeAt, version: intentVersion, intent }
}

/** As many of these changes, from the first on, as one request may carry by bytes; the first of all in any case. */
export function fittingOneRequest(changes: readonly Change[]): readonly Change[] {
  let bytes = envelopeBytes
  const over = changes.findIndex((change) => {
    bytes += Buffer.byteLength(JSON.stringify(numberedIntent(change))) + 1
    return bytes > pushBytesMax
  })
  return over === -1 ? changes : changes.slice(0, Math.max(1, over))
}
