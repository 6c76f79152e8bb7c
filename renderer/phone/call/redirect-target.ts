import { type Core, NameAddrHeader } from 'sip.js'
import { dialledNumber } from '#domain/call/dialled-number.ts'

/**
 * The number a redirection (3xx, RFC 3261 §8.1.3.4) names: the user part of the first Contact that is a plain number at all. Where
 * it would be called is not taken from it: numbers are dialled at our PBX alone.
 */
export function redirectTarget(message: Core.IncomingResponseMessage): string | null {
  if ((message.statusCode ?? 0) < 300 || (message.statusCode ?? 0) >= 400) return null
  for (const [index] of message.getHeaders('contact').entries()) {
    const contact: unknown = message.parseHeader('contact', index)
    if (!(contact instanceof NameAddrHeader)) continue
    const number = dialledNumber.safeParse(contact.uri.user?.split(';')[0])
    if (number.success) return number.data
  }
  return null
}
