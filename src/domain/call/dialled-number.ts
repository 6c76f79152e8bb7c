import { z } from 'zod'

/** A number as a PBX writes it in an address: digits, perhaps a plus; no code, no name. 32 is far beyond E.164's 15. */
export const dialledNumber = z.string().regex(/^\+?\d{2,32}$/)
