import { z } from 'zod'
import { instant } from '../instant.ts'

/** Why the line is not ready, as a code the window words with the next step. */
export const lineFault = z.enum([
  'noAccount',
  'unreachable',
  'socketLost',
  'wrongPassword',
  'forbidden',
  'unknownUser',
  'untrustedCertificate',
  'registrarError',
  'noAnswer',
  'replacedElsewhere',
])
export type LineFault = z.infer<typeof lineFault>

/**
 * Our registration at the PBX. `ready` only if the 200 to REGISTER came on THIS socket; everything else is not
 * able to hear a call and says since when (`deafSince`).
 */
export const line = z.discriminatedUnion('state', [
  z.object({ state: z.literal('off') }),
  z.object({ state: z.literal('connecting'), deafSince: instant.nullable(), fault: lineFault.nullable() }),
  z.object({ state: z.literal('registering'), deafSince: instant.nullable(), fault: lineFault.nullable() }),
  z.object({ state: z.literal('ready'), since: instant, extension: z.string(), lastRegisterAt: instant }),
  z.object({
    state: z.literal('backoff'),
    deafSince: instant,
    fault: lineFault,
    attempt: z.number().int(),
    retryAt: instant,
  }),
  /** The PBX answered and refused: trying again by itself would not help (or only locks the account). */
  z.object({ state: z.literal('refused'), deafSince: instant, fault: lineFault }),
])
export type Line = z.infer<typeof line>
