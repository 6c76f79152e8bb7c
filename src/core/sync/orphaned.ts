import type { Intent } from '#domain/intent/intent.ts'
import type { Change } from '../outbox/outbox.ts'

/** The change is about something whose making was itself refused: said so, instead of "not found". */
export function orphaned(intent: Intent, refused: readonly Pick<Change, 'intent'>[]): boolean {
  const wanted = new Set<string>()
  if ('ticketId' in intent) wanted.add(intent.ticketId)
  if ('contactId' in intent && intent.contactId !== null) wanted.add(intent.contactId)
  if (intent.kind === 'ticket.create' && intent.ticket.contactId !== null) wanted.add(intent.ticket.contactId)
  return refused.some(({ intent: made }) => {
    if (made.kind === 'ticket.create') return wanted.has(made.ticket.id)
    return made.kind === 'contact.create' && wanted.has(made.contact.id)
  })
}
