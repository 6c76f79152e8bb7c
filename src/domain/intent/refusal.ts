import { z } from 'zod'
import { userId } from '../ids.ts'
import { instant } from '../instant.ts'
import { ticketStatus } from '../ticket/ticket.ts'
import { place } from './intent.ts'

/** Why the desk did not do what an intent asked; shown in words with the way out, never parsed from text. */
export const refusal = z.discriminatedUnion('code', [
  z.object({ code: z.literal('notFound'), what: z.string() }),
  z.object({ code: z.literal('alreadyExists'), what: z.string() }),
  z.object({ code: z.literal('alreadyRouted'), now: place, by: userId.nullable(), at: instant.nullable() }),
  z.object({ code: z.literal('alreadyChanged'), field: z.string(), now: z.string().nullable() }),
  /** A missed caller whom somebody else has taken to call back. */
  z.object({ code: z.literal('takenBy'), userId, at: instant }),
  z.object({ code: z.literal('statusNotAllowed'), from: ticketStatus, allowed: z.array(ticketStatus) }),
  z.object({ code: z.literal('forbidden'), what: z.string() }),
  z.object({ code: z.literal('invalid'), field: z.string() }),
  z.object({ code: z.literal('unknownKind'), kind: z.string() }),
  /** An intent on something whose creation was itself refused. */
  z.object({ code: z.literal('parentRefused') }),
  /** The same intent broke the desk's own code several times; kept there for a person to look at. */
  z.object({ code: z.literal('quarantined') }),
])
export type Refusal = z.infer<typeof refusal>

/** Said beside an applied intent: it took effect, but not as asked. */
export const notice = z.discriminatedUnion('code', [
  z.object({ code: z.literal('textKeptAsComment') }),
  z.object({ code: z.literal('alreadySo') }),
])
export type Notice = z.infer<typeof notice>
