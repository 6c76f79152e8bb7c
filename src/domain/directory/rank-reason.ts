import { z } from 'zod'

/** Why a candidate stands where it stands: the strongest thing that speaks for it; `recent` when nothing does. */
export const rankReason = z.enum([
  'only',
  'learnt',
  'openTickets',
  'verified',
  'calledLast',
  'authority',
  'recent',
])
export type RankReason = z.infer<typeof rankReason>
