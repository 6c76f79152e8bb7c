import { z } from 'zod'
import { consoleId, intentKey } from '#domain/ids.ts'
import { instant } from '#domain/instant.ts'
import { intent } from '#domain/intent/intent.ts'
import { notice, refusal } from '#domain/intent/refusal.ts'

export const pushMax = 50
/** A larger request is refused whole (413), so a console sends fewer intents at once; one intent may weigh 200 KB. */
export const pushBytesMax = 1024 * 1024

/** One numbered change. `intent` stays unknown here, so that one unreadable intent is refused alone. */
export const numberedIntent = z.object({
  n: z.number().int().positive(),
  key: intentKey,
  madeAt: instant,
  /** Under which version of the intents it is written; the first consoles did not say. */
  version: z.number().int().positive().max(10_000).default(1),
  intent: z.unknown(),
})
export type NumberedIntent = z.infer<typeof numberedIntent>

export const pushRequest = z.object({ consoleId, intents: z.array(numberedIntent).min(1).max(pushMax) })
export type PushRequest = z.infer<typeof pushRequest>

export const outcome = z.discriminatedUnion('outcome', [
  z.object({ n: z.number().int(), key: intentKey, outcome: z.literal('applied'), notice: notice.nullable() }),
  z.object({ n: z.number().int(), key: intentKey, outcome: z.literal('refused'), refusal }),
  /** Nothing was consumed: the desk failed for its own reasons, send again later. */
  z.object({ n: z.number().int(), key: intentKey, outcome: z.literal('retry') }),
])
export type Outcome = z.infer<typeof outcome>

/** Outcomes in order, up to the first that could not be taken; `expected` is the next number the desk waits for. */
export const pushAnswer = z.object({ outcomes: z.array(outcome), expected: z.number().int().positive() })
export type PushAnswer = z.infer<typeof pushAnswer>

/** The typed form of `numberedIntent.intent`. */
export { intent }
