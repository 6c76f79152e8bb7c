import { z } from 'zod'

const prefix = z.string().regex(/^\+\d{1,10}$/)

/** What may be dialled from links, lists and the clipboard: the company's own data, set by IT. */
export const dialPolicy = z.object({
  /** Numbers that cost more than a call, by the beginning of their E.164 form. */
  premiumPrefixes: z.array(prefix).max(500),
  premium: z.enum(['refuse', 'confirm']),
  /** Refused whatever they cost. */
  blockedPrefixes: z.array(prefix).max(500),
  international: z.enum(['refuse', 'confirm']),
})
export type DialPolicy = z.infer<typeof dialPolicy>

/**
 * Where toll fraud goes: paid lines of zone 7 (803 televoting, 809 paid services), of neighbours and of common targets,
 * satellites (870, 881), international networks (882, 883) and paid services (979) of ITU-T E.164.
 */
export const defaultDialPolicy: DialPolicy = {
  premiumPrefixes: [
    '+7803',
    '+7809',
    '+375902',
    '+380900',
    '+37190',
    '+37090',
    '+372900',
    '+4484',
    '+4487',
    '+4490',
    '+4491',
    '+4498',
    '+49900',
    '+49137',
    '+1900',
    '+3389',
    '+39892',
    '+39899',
    '+34803',
    '+34806',
    '+34807',
    '+34905',
    '+870',
    '+881',
    '+882',
    '+883',
    '+888',
    '+979',
  ],
  premium: 'refuse',
  blockedPrefixes: [],
  international: 'confirm',
}
