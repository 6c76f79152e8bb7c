import type { Call } from '#domain/call/call.ts'
import type { CallRecord } from '#domain/call/call-record.ts'
import type { ContactId, OrganisationId, UserId } from '#domain/ids.ts'

/** What is kept of a call the moment it begins: written then, so that a crash mid-call keeps it. */
export function recordAtRing(
  call: Call,
  userId: UserId | null,
  number: string | null,
  known: { contactId: ContactId | null; organisationId: OrganisationId | null },
): CallRecord {
  return {
    id: call.id,
    v: 0,
    direction: call.direction,
    userId,
    pbxCallId: call.pbxCallId,
    sipCallId: call.sipCallId,
    callQueue: call.callQueue,
    dialledNumber: call.dialledNumber,
    numberRaw: call.peer.number,
    number: number === null || number.length > 32 ? null : number,
    callerName: call.peer.name,
    hidden: call.peer.hidden,
    ...known,
    ticketIds: [],
    ringAt: call.startedAt,
    answeredAt: null,
    endedAt: null,
    end: null,
    quality: null,
    recording: 'unknown',
    consent: 'none',
    wrapUpCode: null,
  }
}
