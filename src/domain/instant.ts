import { z } from 'zod'

/** A moment: milliseconds since the Unix epoch, UTC. */
export const instant = z.number().int().nonnegative()
export type Instant = z.infer<typeof instant>

/** A calendar day of some site or contract, ISO 8601 `YYYY-MM-DD`, without a zone. */
export const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
export type IsoDate = z.infer<typeof isoDate>
