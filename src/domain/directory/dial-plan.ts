import { z } from 'zod'

/** Numbers of one company: data, not code. */
export const dialPlan = z.object({
  /** ISO 3166-1 alpha-2 of numbers without a country code. */
  country: z.string().length(2),
  /** Area code for local seven-digit numbers, e.g. `495`. */
  areaCode: z.string().max(5).nullable(),
  /** Numbers of so many digits or fewer are internal. */
  internalMaxDigits: z.number().int().min(0).max(6),
  /** Dialled before an outside number; empty: nothing. */
  outsidePrefix: z.string().max(4),
  /** Changes trunks make to numbers, tried in order: prefix to strip, prefix to add, for numbers of so many digits. */
  trunkRules: z
    .array(
      z.object({ strip: z.string().max(8), add: z.string().max(8), digits: z.number().int().min(1).max(15) }),
    )
    .max(20),
})
export type DialPlan = z.infer<typeof dialPlan>

export const russianDialPlan: DialPlan = {
  country: 'RU',
  areaCode: '495',
  internalMaxDigits: 5,
  outsidePrefix: '',
  trunkRules: [],
}
