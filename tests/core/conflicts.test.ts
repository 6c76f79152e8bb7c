import { describe, expect, test } from 'vitest'
import type { TicketId, TimelineEntryId } from '#domain/ids.ts'
import type { Intent } from '#domain/intent/intent.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'
import { ids } from '#tests/desk/floor/company.ts'
import { deskForAll, signIn } from './support/live-desk.ts'
import { cutOff, emptyDraft, isLive, isSettled, type Workplace } from './support/workplace.ts'

/**
 * Two consoles and a desk, for every row of the table "Who wins" in docs/sync.md: both change the same thing from the
 * same beginning, Anna while the desk hears her, Boris without it. What he finds when it is back is the rule.
 */
const at = deskForAll()
let anna: Workplace
let boris: Workplace

/** Resolves once this machine's rows, the changes on their way laid over them, are so. */
async function holds(place: Workplace, id: TicketId, fits: (ticket: Ticket) => boolean): Promise<Ticket> {
  for (;;) {
    const changed = new Promise<void>((resolve) => {
      const stop = place.core.work.ticketsChanged.on(() => {
        stop()
        resolve()
      })
    })
    const ticket = place.core.work.rows.get('ticket', id)
    if (ticket !== null && fits(ticket)) return ticket
    await changed
  }
}

const entryId = (place: Workplace) => place.ports.newId() as TimelineEntryId
const draft = {
  ...emptyDraft,
  organisationId: ids.organisation,
  contactId: ids.contact,
  queueId: ids.printers,
}

/** One ticket both see; Anna changes it, then Boris who did not hear of it. Answers how it stands with both. */
async function bothChange(
  first: (ticketId: TicketId) => Intent,
  second: (ticketId: TicketId) => Intent,
): Promise<{ ticket: Ticket; kinds: string[]; refused: unknown[]; boris: Workplace }> {
  anna = await signIn(at.desk)
  boris = await signIn(at.desk)
  const { row } = await anna.window.tickets.create({ fields: draft, callId: null })
  await anna.until(isSettled)
  const { id } = row.ticket
  await holds(boris, id, ({ number }) => number !== null)

  const offline = await cutOff(boris)
  anna.core.work.write(first(id), 'anna')
  await anna.until(isSettled)
  offline.core.work.write(second(id), 'boris')
  boris = await offline.online()
  await boris.until((status) => isLive(status) && isSettled(status))

  const { notAccepted } = await boris.window.outbox.list()
  const [truth] = await at.db.query<{ row: Ticket }>('select row from tickets where id = $1', [id])
  if (truth === undefined) throw new Error('the ticket is not at the desk')
  // Both see what the desk has: nobody is left with a view of their own.
  await holds(anna, id, ({ v }) => v === truth.row.v)
  await holds(boris, id, ({ v }) => v === truth.row.v)
  const { timeline } = await boris.window.tickets.get({ ticketId: id })
  return {
    ticket: truth.row,
    kinds: timeline.map(({ what }) => what.kind),
    refused: notAccepted.map(({ refusal }) => refusal),
    boris,
  }
}

const place = (queueId: typeof ids.network, assigneeId: null = null) => ({ queueId, assigneeId })
const comment = (from: () => Workplace, text: string) => (ticketId: TicketId) =>
  ({
    kind: 'ticket.comment',
    ticketId,
    entryId: entryId(from()),
    text,
    internal: false,
    channel: 'phone',
  }) as const
const priority = (from: () => Workplace, value: Ticket['priority']) => (ticketId: TicketId) =>
  ({
    kind: 'ticket.setPriority',
    ticketId,
    priority: value,
    expected: 'normal',
    entryId: entryId(from()),
  }) as const
const status =
  (from: () => Workplace, value: Ticket['status'], expected: Ticket['status']) => (ticketId: TicketId) =>
    ({ kind: 'ticket.setStatus', ticketId, status: value, expected, entryId: entryId(from()) }) as const
const text =
  (from: () => Workplace, change: Partial<Pick<Ticket, 'subject' | 'description'>>) =>
  (ticketId: TicketId) => ({
    kind: 'ticket.editText' as const,
    ticketId,
    subject: change.subject ?? emptyDraft.subject,
    description: change.description ?? emptyDraft.description,
    expected: { subject: emptyDraft.subject, description: emptyDraft.description },
    entryId: entryId(from()),
  })
const a = () => anna
const b = () => boris

describe('who wins when two change the same thing', () => {
  test('comments: both stand', async () => {
    const { kinds, refused } = await bothChange(comment(a, 'Первый'), comment(b, 'Второй'))
    expect(kinds.filter((kind) => kind === 'comment')).toHaveLength(2)
    expect(refused).toEqual([])
  })

  test('files: both stand', async () => {
    const file = (from: () => Workplace, n: string) => (ticketId: TicketId) => ({
      kind: 'ticket.attach' as const,
      ticketId,
      attachment: { sha256: n.repeat(64), name: n, type: '', size: 1 },
      entryId: entryId(from()),
    })
    const { kinds, refused } = await bothChange(file(a, '1'), file(b, '2'))
    expect(kinds.filter((kind) => kind === 'attachment')).toHaveLength(2)
    expect(refused).toEqual([])
  })

  test('queue and assignee: the first stays, the second is told who it was and has one key to do it again', async () => {
    const route = (from: () => Workplace, to: ReturnType<typeof place>) => (ticketId: TicketId) => ({
      kind: 'ticket.route' as const,
      ticketId,
      to,
      expected: place(ids.printers),
      entryId: entryId(from()),
    })
    const mine = { queueId: ids.printers, assigneeId: null }
    const outcome = await bothChange(route(a, place(ids.network)), (ticketId) => ({
      ...route(b, mine as never)(ticketId),
      to: { queueId: ids.printers, assigneeId: boris.core.status.user?.id ?? null },
    }))
    expect(outcome.ticket.queueId).toBe(ids.network)
    expect(outcome.refused).toEqual([
      expect.objectContaining({
        code: 'alreadyRouted',
        now: place(ids.network),
        by: anna.core.status.user?.id,
      }),
    ])
    const { notAccepted } = await outcome.boris.window.outbox.list()
    await outcome.boris.window.outbox.redo({ n: notAccepted[0]?.n ?? 0 })
    const after = await holds(outcome.boris, outcome.ticket.id, ({ queueId }) => queueId === ids.printers)
    expect(after.assigneeId).toBe(outcome.boris.core.status.user?.id)
  })

  test('status: the same target again is success', async () => {
    const { ticket, refused } = await bothChange(
      status(a, 'inProgress', 'new'),
      status(b, 'inProgress', 'new'),
    )
    expect([ticket.status, refused]).toEqual(['inProgress', []])
  })

  test('status: what the state machine does not allow is refused with what it does', async () => {
    const { ticket, refused } = await bothChange(status(a, 'resolved', 'new'), status(b, 'waiting', 'new'))
    expect(ticket.status).toBe('resolved')
    expect(refused).toEqual([
      { code: 'statusNotAllowed', from: 'resolved', allowed: ['inProgress', 'closed'] },
    ])
  })

  test('priority: the first stays, the second sees the present value', async () => {
    const { ticket, refused } = await bothChange(priority(a, 'high'), priority(b, 'low'))
    expect(ticket.priority).toBe('high')
    expect(refused).toEqual([{ code: 'alreadyChanged', field: 'priority', now: 'high' }])
  })

  test('different fields do not stand in each other’s way', async () => {
    const category = (ticketId: TicketId) => ({
      kind: 'ticket.setCategory' as const,
      ticketId,
      categoryId: ids.category,
      expected: null,
      entryId: entryId(boris),
    })
    const { ticket, refused } = await bothChange(priority(a, 'high'), category)
    expect([ticket.priority, ticket.categoryId, refused]).toEqual(['high', ids.category, []])
  })

  test('category: the first stays', async () => {
    const category = (from: () => Workplace, categoryId: typeof ids.category) => (ticketId: TicketId) => ({
      kind: 'ticket.setCategory' as const,
      ticketId,
      categoryId,
      expected: null,
      entryId: entryId(from()),
    })
    const { ticket, refused } = await bothChange(category(a, ids.category), category(b, ids.parentCategory))
    expect(ticket.categoryId).toBe(ids.category)
    expect(refused).toEqual([{ code: 'alreadyChanged', field: 'category', now: ids.category }])
  })

  test('texts: the first stays, the second’s words are kept as an internal comment', async () => {
    const {
      ticket,
      kinds,
      refused,
      boris: his,
    } = await bothChange(text(a, { subject: 'Слова Анны' }), text(b, { subject: 'Слова Бориса' }))
    expect(ticket.subject).toBe('Слова Анны')
    expect(refused).toEqual([])
    expect(kinds).toContain('comment')
    const { timeline } = await his.window.tickets.get({ ticketId: ticket.id })
    expect(
      timeline.map(({ what }) => (what.kind === 'comment' ? [what.text, what.internal] : null)),
    ).toContainEqual([expect.stringContaining('Слова Бориса'), true])
  })

  test('texts: subject and description are compared each by itself', async () => {
    const { ticket } = await bothChange(
      text(a, { subject: 'Тема Анны' }),
      text(b, { description: 'Описание Бориса' }),
    )
    expect([ticket.subject, ticket.description]).toEqual(['Тема Анны', 'Описание Бориса'])
  })

  test('numbers of a contact: both are there', async () => {
    const phone = (number: string) => () =>
      ({
        kind: 'contact.addPhone',
        contactId: ids.contact,
        phone: { number, ext: null, raw: number, kind: 'mobile', source: 'confirmed', lastSeenAt: null },
      }) as const
    const { refused, boris: his } = await bothChange(phone('+79990000001'), phone('+79990000002'))
    expect(refused).toEqual([])
    const numbers = his.core.work.rows.get('contact', ids.contact)?.phones.map(({ number }) => number)
    expect(numbers).toEqual(expect.arrayContaining(['+79990000001', '+79990000002']))
  })

  test('number and terms are the desk’s alone, whatever a console says', async () => {
    const made = await bothChange(comment(a, 'x'), comment(b, 'y'))
    const forged = { ...made.ticket, id: made.boris.ports.newId() as TicketId, number: 'ПОДЛОГ', slaDue: 1 }
    made.boris.core.work.write(
      { kind: 'ticket.create', ticket: forged, entryId: entryId(made.boris) },
      'forged',
    )
    await made.boris.until(isSettled)
    const there = await holds(made.boris, forged.id, ({ number }) => number !== null)
    expect(there.number).not.toBe('ПОДЛОГ')
    expect(there.slaDue).not.toBe(1)
  })

  test('a missed caller: one calls back, the other is told who', async () => {
    const callerKey = 'n:+79991112200' as never
    const claim = (): Intent => ({ kind: 'ledger.claim', callerKey, pbxCallIds: ['pbx-1'], expected: null })
    const { refused } = await bothChange(claim, claim)
    expect(refused).toEqual([expect.objectContaining({ code: 'takenBy', userId: anna.core.status.user?.id })])
  })
})
