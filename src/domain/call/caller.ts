import { z } from 'zod'

/**
 * Who the PBX says is calling, read from the INVITE by the trust of its headers
 * (X-header of our dialplan > P-Asserted-Identity > Remote-Party-ID > From > a display name that is a number).
 */
export const caller = z.object({
  /** As received (`+7…`, `8495…`, `101`); empty when hidden. */
  number: z.string().max(128),
  /** Display name, already cleaned: NFC, no control or bidi characters, at most 64 graphemes. */
  name: z.string().max(256),
  source: z.enum(['header', 'assertedIdentity', 'remotePartyId', 'from', 'displayName', 'none']),
  /** CLIR: the caller asked not to be shown; nothing is matched. */
  hidden: z.boolean(),
})
export type Caller = z.infer<typeof caller>
