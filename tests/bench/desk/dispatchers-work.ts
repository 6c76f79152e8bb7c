import { v7 } from 'uuid'
import type { DemoCompany } from '#demo/company/demo-company.ts'
import type { DemoCustomer } from '#demo/company/demo-organisation.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'

export interface Work {
  key: string
  intent: unknown
}

/** A new ticket of one of the company's customers, under contract, so that the desk has times to promise. */
export function newTicket(company: DemoCompany, nth: number): Work & { ticket: Ticket } {
  const customer: DemoCustomer = company.customer(nth % company.counts.organisations)
  const at = Date.now()
  const ticket = {
    id: v7(),
    v: 0,
    number: null,
    provisionalNumber: null,
    subject: `Не печатает чек, касса ${nth}`,
    description: 'Касса у входа: чек выходит пустой, лента новая. Перезагрузка не помогла.',
    channel: 'phone',
    categoryId: company.categories[nth % company.categories.length]?.id ?? null,
    priority: 'normal',
    status: 'new',
    queueId: company.queues[0]?.id ?? null,
    assigneeId: null,
    organisationId: customer.organisation.id,
    contactId: customer.contacts[0]?.id ?? null,
    contractId: customer.contracts[0]?.id ?? null,
    siteId: customer.sites[0]?.id ?? null,
    equipmentId: null,
    verdict: 'included',
    callId: null,
    createdAt: at,
    createdBy: null,
    updatedAt: at,
    responseDue: null,
    slaDue: null,
    closedAt: null,
  } as Ticket
  return { key: v7(), intent: { kind: 'ticket.create', ticket, entryId: v7() }, ticket }
}

/** What a dispatcher does with a ticket: makes it, comments, raises it, comments again, routes it. */
export function* ticketWork(company: DemoCompany, first: number): Generator<Work, never> {
  for (let nth = first; ; nth++) {
    const { ticket, ...made } = newTicket(company, nth)
    const ticketId = ticket.id
    const comment = (text: string) => ({
      key: v7(),
      intent: { kind: 'ticket.comment', ticketId, entryId: v7(), text, internal: true, channel: 'phone' },
    })
    yield made
    yield comment('Клиент просит приехать до обеда.')
    yield {
      key: v7(),
      intent: { kind: 'ticket.setPriority', ticketId, priority: 'high', expected: 'normal', entryId: v7() },
    }
    yield comment('Мастеру передано по телефону.')
    yield {
      key: v7(),
      intent: {
        kind: 'ticket.route',
        ticketId,
        to: { queueId: company.queues[1]?.id ?? null, assigneeId: null },
        expected: { queueId: ticket.queueId, assigneeId: null },
        entryId: v7(),
      },
    }
  }
}
