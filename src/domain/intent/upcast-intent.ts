import { ok, type Result, refuse } from '#shared/result.ts'

/** An intent as it was written: its kind, and whatever that version put beside it. */
export type RawIntent = { readonly [name: string]: unknown }

/** Takes an intent of one version to the next. Pure; what it does not know it leaves as it is. */
export type Upcaster = (raw: RawIntent) => RawIntent

const isRaw = (value: unknown): value is RawIntent => typeof value === 'object' && value !== null

/**
 * The step from each version to the next, the oldest first; its length says the present version. A released step is
 * never edited: a change may wait in an outbox for weeks and through an update.
 *   1 → 2  a call's record says what the call was about, how it sounded and what was recorded
 */
export const upcasters: readonly Upcaster[] = [
  (raw) => {
    if (raw.kind !== 'call.rang' || !isRaw(raw.record)) return raw
    return {
      ...raw,
      record: { quality: null, wrapUpCode: null, recording: 'unknown', consent: 'none', ...raw.record },
    }
  },
]

/** What intents are written as today. */
export const intentVersion = upcasters.length + 1

/** Intents this many versions behind are still taken. */
export const versionsBack = 2

/**
 * An intent of version `from` in today's form, not yet checked. Of a newer version it is handed on as it is: its kind
 * may well be one we know. Older than two versions it is refused.
 */
export function upcastIntent(
  raw: unknown,
  from: number,
  steps: readonly Upcaster[] = upcasters,
): Result<unknown, 'tooOld'> {
  const current = steps.length + 1
  if (from < current - versionsBack) return refuse('tooOld')
  if (!isRaw(raw)) return ok(raw)
  return ok(steps.slice(from - 1).reduce((intent, step) => step(intent), raw))
}
