import type { TicketDraftFields } from '#bridge/tickets.ts'
import { judgeAuthority } from '#domain/directory/judge-authority.ts'
import type { CallId, TicketId, TimelineEntryId } from '#domain/ids.ts'
import type { Intent } from '#domain/intent/intent.ts'
import { advisePlace } from '#domain/routing/advise-place.ts'
import { dueTimes } from '#domain/sla/due.ts'
import { provisionalNumber } from '#domain/ticket/estimate-ticket.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'
import type { TicketFilter } from '../store/ticket-lists.ts'
import type { Workstation } from '../workstation.ts'
import type { CoreParts, Implementer } from './implementer.ts'
import { streamOf } from './streams.ts'
import { ticketRow, ticketRows } from './ticket-row.ts'
import { verdictFor } from './verdict-for.ts'
import { writing } from './write-errors.ts'

/** Tickets: lists and one, making and moving them, advice for a draft. */
export function ticketHandlers(os: Implementer, { work, closing }: CoreParts) {
  const entryId = () => work.ports.newId() as TimelineEntryId
  /** One change of one ticket; answers the row as it is shown from now on. */
  const change = (ticketId: TicketId, intent: Intent) => {
    work.write(intent, aboutTicket(work, ticketId))
    const ticket = work.rows.get('ticket', ticketId)
    if (ticket === null) throw new Error('a change was kept for a ticket that is not there')
    return { row: ticketRow(work, ticket) }
  }
  return os.tickets.router({
    list: os.tickets.list.handler(({ input }) => {
      const { view, text, openOnly, ...slice } = input
      const user = work.account?.user
      if (view.kind === 'mine' && !user) return { rows: [], total: 0 }
      const filter: TicketFilter = {
        view: view.kind === 'mine' ? { kind: 'assignee', userId: work.me.id } : view,
        text,
        openOnly,
      }
      return {
        rows: ticketRows(work, work.rows.ticketList(filter, { ...slice, except: [] })),
        total: work.rows.ticketCount(filter, []),
      }
    }),
    get: os.tickets.get.handler(({ input, errors }) => {
      const ticket = work.rows.get('ticket', input.ticketId)
      if (ticket === null) throw errors.NO_SUCH_TICKET()
      return { row: ticketRow(work, ticket), timeline: work.rows.timeline(ticket.id) }
    }),
    create: os.tickets.create.handler(({ input, errors }) =>
      writing(errors, () => {
        const ticket = newTicket(work, input.fields, input.callId)
        work.write({ kind: 'ticket.create', ticket, entryId: entryId() }, aboutNew(ticket), () => {
          // The counter moves in the commit that uses it.
          work.kept.set(counterName, counterOf(work) + 1)
          if (input.draftId !== null) work.drafts.remove(input.draftId)
        })
        return { row: ticketRow(work, work.rows.get('ticket', ticket.id) ?? ticket) }
      }),
    ),
    route: os.tickets.route.handler(({ input, errors }) =>
      writing(errors, () => change(input.ticketId, { kind: 'ticket.route', ...input, entryId: entryId() })),
    ),
    setStatus: os.tickets.setStatus.handler(({ input, errors }) =>
      writing(errors, () =>
        change(input.ticketId, { kind: 'ticket.setStatus', ...input, entryId: entryId() }),
      ),
    ),
    setPriority: os.tickets.setPriority.handler(({ input, errors }) =>
      writing(errors, () =>
        change(input.ticketId, { kind: 'ticket.setPriority', ...input, entryId: entryId() }),
      ),
    ),
    comment: os.tickets.comment.handler(({ input, errors }) =>
      writing(errors, () =>
        change(input.ticketId, { kind: 'ticket.comment', ...input, channel: 'phone', entryId: entryId() }),
      ),
    ),
    linkCall: os.tickets.linkCall.handler(({ input, errors }) =>
      writing(errors, () =>
        change(input.ticketId, { kind: 'ticket.linkCall', ...input, entryId: entryId() }),
      ),
    ),
    advise: os.tickets.advise.handler(({ input }) => advise(work, input.fields, input.at)),
    changed: os.tickets.changed.handler(async function* ({ signal }) {
      yield* streamOf(work.ticketsChanged, [], { signal, closing })
    }),
  })
}

const counterName = 'provisional-counter'
const counterOf = (work: Workstation) => work.kept.count(counterName)

function newTicket(work: Workstation, fields: TicketDraftFields, callId: CallId | null): Ticket {
  const now = work.ports.clock.now()
  const { verdict } = verdictFor(work, fields, now)
  const me = work.me
  return {
    ...fields,
    id: work.ports.newId() as TicketId,
    v: 0,
    number: null,
    provisionalNumber: provisionalNumber(work.account?.consoleCode ?? '', counterOf(work) + 1),
    channel: 'phone',
    status: fields.assigneeId === null ? 'new' : 'assigned',
    contractId: verdict.contractId,
    verdict: verdict.verdict,
    callId,
    createdAt: now,
    createdBy: me.id,
    updatedAt: now,
    responseDue: null,
    slaDue: null,
    closedAt: null,
  }
}

function advise(work: Workstation, fields: TicketDraftFields, askedAt: number | null) {
  const at = askedAt ?? work.ports.clock.now()
  const { verdict, equipment } = verdictFor(work, fields, at)
  const { rows, reference } = work
  const organisation = fields.organisationId && rows.get('organisation', fields.organisationId)
  const contact = fields.contactId === null ? null : rows.get('contact', fields.contactId)
  const site = fields.siteId && rows.get('site', fields.siteId)
  const timeZone = (site || organisation || { timeZone: 'UTC' }).timeZone
  const advised = advisePlace(reference.rules, {
    categoryId: fields.categoryId,
    categoryPath: reference.categoryPath(fields.categoryId),
    industry: organisation ? organisation.industry : null,
    siteId: fields.siteId,
    equipmentKind: equipment?.kind ?? null,
    priority: fields.priority,
  })
  const policy = reference.policy(verdict.slaPolicyId)
  const calendar = reference.calendar(policy?.calendarId ?? null)
  const due =
    policy && calendar ? dueTimes(policy, calendar, fields.priority, at) : { responseDue: null, slaDue: null }
  return {
    verdict,
    authority: judgeAuthority(contact, { siteId: fields.siteId, at, timeZone }).answer,
    place: advised?.place ?? null,
    rule: advised?.rule ?? null,
    ...due,
  }
}

function aboutTicket(work: Workstation, id: TicketId): string {
  const ticket = work.rows.get('ticket', id)
  return ticket ? aboutNew(ticket) : ''
}

/** What the tray calls a ticket: the number somebody may have been told, and its subject. */
export function aboutNew({ number, provisionalNumber, subject }: Ticket): string {
  return `${number ?? provisionalNumber ?? ''} ${subject}`.trim()
}
