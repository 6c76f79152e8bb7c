import { z } from 'zod'

/** How sure we are that this contact calls, surest first; below `exact` a "maybe" is said. */
export const matchKinds = ['chosen', 'exactWithExt', 'exact', 'last10', 'last7', 'mainBlock'] as const
export const matchKind = z.enum(matchKinds)
export type MatchKind = z.infer<typeof matchKind>
