import type { Intent } from '#domain/intent/intent.ts'
import type { Rows } from '../store/rows.ts'

/** The same wish once more: what it expected to find becomes what is there now. */
export function againstNow(intent: Intent, rows: Pick<Rows, 'get'>): Intent {
  if (!('ticketId' in intent)) return intent
  const ticket = rows.get('ticket', intent.ticketId)
  if (ticket === null) return intent
  switch (intent.kind) {
    case 'ticket.route':
      return { ...intent, expected: { queueId: ticket.queueId, assigneeId: ticket.assigneeId } }
    case 'ticket.setStatus':
      return { ...intent, expected: ticket.status }
    case 'ticket.setPriority':
      return { ...intent, expected: ticket.priority }
    case 'ticket.setCategory':
      return { ...intent, expected: ticket.categoryId }
    case 'ticket.editText':
      return { ...intent, expected: { subject: ticket.subject, description: ticket.description } }
    default:
      return intent
  }
}
