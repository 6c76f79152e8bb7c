import type { Role, User } from '#domain/directory/staff.ts'
import type { EntityPut, EntityRow } from '#domain/entities.ts'
import type { ContactId, OrganisationId, QueueId, TicketId, UserId } from '#domain/ids.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'

/** The few rows a run begins with. */
export const queues = ['queue-a', 'queue-b'] as QueueId[]
export const organisation = 'org-1' as OrganisationId

export function userRow(id: string, role: Role): User {
  return {
    id: id as UserId,
    v: 1,
    login: id,
    name: id,
    role,
    teamIds: [],
    extension: null,
    active: true,
  }
}

export function ticketRow(id: string, at: number, fields: Partial<Ticket> = {}): Ticket {
  return {
    id: id as TicketId,
    v: 1,
    number: null,
    provisionalNumber: null,
    subject: 'Касса не печатает',
    description: '',
    channel: 'phone',
    categoryId: null,
    priority: 'normal',
    status: 'new',
    queueId: queues[0] as QueueId,
    assigneeId: null,
    organisationId: null,
    contactId: null,
    contractId: null,
    siteId: null,
    equipmentId: null,
    verdict: 'unknown',
    callId: null,
    createdAt: at,
    createdBy: null,
    updatedAt: at,
    responseDue: null,
    slaDue: null,
    closedAt: null,
    ...fields,
  }
}

export function contactRow(id: string, name: string): EntityRow<'contact'> {
  return {
    id: id as ContactId,
    v: 1,
    organisationId: organisation,
    name,
    position: '',
    email: null,
    phones: [],
    authority: { mayRequest: false, mayApprovePaid: false, siteIds: null, until: null },
    active: true,
  }
}

export function firstRows(users: readonly User[], at: number): EntityPut[] {
  return [
    ...users.map((row): EntityPut => ({ entity: 'user', row })),
    ...queues.map(
      (id, position): EntityPut => ({
        entity: 'queue',
        row: { id, v: 1, name: id, teamId: null, position },
      }),
    ),
    {
      entity: 'organisation',
      row: {
        id: organisation,
        v: 1,
        name: 'Ромашка',
        legalName: 'ООО Ромашка',
        inn: null,
        industry: 'retail',
        timeZone: 'Europe/Moscow',
        mainNumber: null,
        note: '',
      },
    },
    { entity: 'contact', row: contactRow('contact-1', 'Ольга') },
    { entity: 'ticket', row: ticketRow('ticket-1', at) },
    { entity: 'ticket', row: ticketRow('ticket-2', at, { status: 'closed', closedAt: at }) },
  ]
}
