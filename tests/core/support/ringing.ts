import type { TicketDraftFields } from '#bridge/tickets.ts'
import type { CallEvent } from '#domain/call/call-event.ts'
import { callId } from '#domain/ids.ts'

/** A call that rings at the phone. */
export function ringing(id: string, number: string, fields: Partial<CallEvent> = {}): CallEvent {
  return {
    type: 'offered',
    callId: callId.parse(id),
    at: Date.now(),
    caller: { number, name: '', source: 'from', hidden: false },
    pbxCallId: `pbx-${id}`,
    sipCallId: `sip-${id}`,
    callQueue: null,
    dialledNumber: null,
    divertedBy: null,
    ...fields,
  } as CallEvent
}

export const emptyDraft: TicketDraftFields = {
  subject: 'Не печатает касса',
  description: '',
  categoryId: null,
  priority: 'normal',
  organisationId: null,
  contactId: null,
  siteId: null,
  equipmentId: null,
  queueId: null,
  assigneeId: null,
}
