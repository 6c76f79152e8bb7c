import { describe, expect, test } from 'vitest'
import { type EntityPut, entitySchemas } from '#domain/entities.ts'
import { applyIntent, type IntentContext } from '#domain/intent/apply-intent.ts'
import { type Intent, intent } from '#domain/intent/intent.ts'
import { intentRefs } from '#domain/intent/intent-refs.ts'
import { aCallRecord, aContact, aPhone, as, aTicket, Rows } from '../rows.ts'

const anna: IntentContext = { by: as('anna'), role: 'dispatcher', at: 5000 }
const boris: IntentContext = { by: as('boris'), role: 'dispatcher', at: 6000 }
const chief: IntentContext = { by: as('chief'), role: 'supervisor', at: 7000 }

const organisation: EntityPut = {
  entity: 'organisation',
  row: {
    id: as('org-1'),
    v: 1,
    name: 'Ромашка',
    legalName: 'ООО «Ромашка»',
    inn: null,
    industry: 'retail',
    timeZone: 'Europe/Moscow',
    mainNumber: null,
    note: '',
  },
}
const queue = (id: string): EntityPut => ({
  entity: 'queue',
  row: { id: as(id), v: 1, name: id, teamId: null, position: 1 },
})
const category = (id: string): EntityPut => ({
  entity: 'category',
  row: { id: as(id), v: 1, name: id, parentId: null, defaultPriority: 'normal', position: 1 },
})
const user = (id: string, active = true): EntityPut => ({
  entity: 'user',
  row: { id: as(id), v: 1, login: id, name: id, role: 'dispatcher', teamIds: [], extension: null, active },
})
const world = (...more: EntityPut[]) =>
  new Rows(
    organisation,
    queue('network'),
    queue('printers'),
    category('cash'),
    user('anna'),
    user('boris'),
    user('gone', false),
    { entity: 'ticket', row: aTicket() },
    { entity: 'contact', row: aContact() },
    ...more,
  )

/** Applies and keeps the effect, and holds every promise of the mutators on the way. */
function apply(rows: Rows, change: Intent, context = anna) {
  expect(intent.parse(change)).toEqual(change)
  const named = new Set(intentRefs(change).map(({ entity, id }) => `${entity} ${id}`))
  const guarded: typeof rows.lookup = (entity, id) => {
    expect(named).toContain(`${entity} ${id}`)
    return rows.lookup(entity, id)
  }
  const result = applyIntent(change, guarded, context)
  expect(applyIntent(change, guarded, context)).toEqual(result)
  if (result.ok) {
    for (const { entity, row } of result.value.puts) {
      expect(entitySchemas[entity].parse(row)).toEqual(row)
      expect(named).toContain(`${entity} ${row.id}`)
    }
    rows.write(result.value.puts)
  }
  return result
}
const applied = (puts: unknown[], notice: unknown = null) => ({ ok: true, value: { puts, notice } })
const refused = (refusal: unknown) => ({ ok: false, refusal })
const soAlready = applied([], { code: 'alreadySo' })
const route = (to: string | null, expected: string | null, entryId = 'entry-1'): Intent => ({
  kind: 'ticket.route',
  ticketId: as('ticket-1'),
  to: { queueId: as(to as string), assigneeId: null },
  expected: { queueId: as(expected as string), assigneeId: null },
  entryId: as(entryId),
})

describe('a call', () => {
  test('rang, answered, ended: three writes make one record, and a repeat changes nothing', () => {
    const rows = new Rows()
    const steps: Intent[] = [
      { kind: 'call.rang', record: aCallRecord({ v: 0 }) },
      { kind: 'call.answered', callId: as('call-1'), at: 1500 },
      { kind: 'call.ended', callId: as('call-1'), at: 9000, end: 'endedByThem' },
    ]
    for (const step of steps) {
      expect(apply(rows, step)).toMatchObject({ ok: true, value: { notice: null } })
      expect(apply(rows, step)).toEqual(soAlready)
    }
    expect(rows.lookup('callRecord', as('call-1'))).toMatchObject({
      ringAt: 1000,
      answeredAt: 1500,
      endedAt: 9000,
      end: 'endedByThem',
    })
    expect(apply(rows, { kind: 'call.ended', callId: as('call-1'), at: 9100, end: 'crash' })).toEqual(
      soAlready,
    )
  })

  test('belongs to whoever reports it', () => {
    const rows = new Rows()
    apply(rows, { kind: 'call.rang', record: aCallRecord({ v: 0, userId: as('boris') }) })
    expect(rows.lookup('callRecord', as('call-1'))?.userId).toBe('anna')
  })

  test('that nobody reported is not found', () => {
    expect(apply(new Rows(), { kind: 'call.answered', callId: as('call-1'), at: 1 })).toEqual(
      refused({ code: 'notFound', what: 'callRecord' }),
    )
  })

  test('is identified with the contact and thereby the organisation; the last word stands', () => {
    const rows = world({ entity: 'callRecord', row: aCallRecord() })
    const said: Intent = {
      kind: 'call.identified',
      callId: as('call-1'),
      contactId: as('contact-1'),
      organisationId: null,
    }
    apply(rows, said)
    expect(rows.lookup('callRecord', as('call-1'))).toMatchObject({
      contactId: 'contact-1',
      organisationId: 'org-1',
    })
    expect(apply(rows, said)).toEqual(soAlready)
    apply(rows, { ...said, contactId: null, organisationId: as('org-1') })
    expect(rows.lookup('callRecord', as('call-1'))).toMatchObject({
      contactId: null,
      organisationId: 'org-1',
    })
    expect(apply(rows, { ...said, contactId: as('nobody') })).toEqual(
      refused({ code: 'notFound', what: 'contact' }),
    )
  })
})

describe('a contact', () => {
  const create = (mayRequest: boolean): Intent => ({
    kind: 'contact.create',
    contact: aContact({
      id: as('contact-2'),
      v: 0,
      authority: { mayRequest, mayApprovePaid: false, siteIds: null, until: null },
    }),
  })

  test('is created once, and by a dispatcher without authority only', () => {
    const rows = world()
    expect(apply(rows, create(true))).toEqual(refused({ code: 'forbidden', what: 'authority' }))
    expect(apply(rows, create(false))).toMatchObject({ ok: true })
    expect(apply(rows, create(false))).toEqual(refused({ code: 'alreadyExists', what: 'contact' }))
    expect(apply(world(), create(true), chief)).toMatchObject({ ok: true })
    expect(apply(new Rows(), create(false))).toEqual(refused({ code: 'notFound', what: 'organisation' }))
  })

  test('gets a number from each of two consoles, and a guess becomes certain', () => {
    const rows = world()
    const add = (number: string, source: 'mined' | 'confirmed'): Intent => ({
      kind: 'contact.addPhone',
      contactId: as('contact-1'),
      phone: aPhone({ number, source }),
    })
    apply(rows, add('+74951112233', 'mined'))
    apply(rows, add('+79161112233', 'confirmed'), boris)
    apply(rows, add('+74951112233', 'confirmed'))
    expect(apply(rows, add('+74951112233', 'mined'))).toEqual(soAlready)
    expect(rows.lookup('contact', as('contact-1'))?.phones).toMatchObject([
      { number: '+74951112233', source: 'confirmed' },
      { number: '+79161112233', source: 'confirmed' },
    ])
    for (let n = 10; n < 28; n++) apply(rows, add(`+749511122${n}`, 'mined'))
    expect(apply(rows, add('+74950000000', 'confirmed'))).toEqual(
      refused({ code: 'invalid', field: 'phones' }),
    )
  })
})

describe('a new ticket', () => {
  const create = (fields: Parameters<typeof aTicket>[0] = {}): Intent => ({
    kind: 'ticket.create',
    ticket: aTicket({ id: as('ticket-2'), v: 0, number: null, callId: as('call-1'), ...fields }),
    entryId: as('entry-1'),
  })

  test('is linked to its call, begins its timeline, and has no number or due time but the desk’s', () => {
    const rows = world({ entity: 'callRecord', row: aCallRecord() })
    apply(
      rows,
      create({ number: 'FAKE', slaDue: 9, responseDue: 9, createdBy: as('boris'), createdAt: 4000 }),
    )
    expect(rows.lookup('ticket', as('ticket-2'))).toMatchObject({
      v: 0,
      number: null,
      slaDue: null,
      responseDue: null,
      createdBy: 'anna',
      createdAt: 4000,
    })
    expect(rows.lookup('callRecord', as('call-1'))?.ticketIds).toEqual(['ticket-2'])
    expect(rows.lookup('timelineEntry', as('entry-1'))).toMatchObject({
      what: { kind: 'created' },
      by: 'anna',
      at: 4000,
    })
    expect(apply(rows, create())).toEqual(refused({ code: 'alreadyExists', what: 'ticket' }))
  })

  test('is made even where its call is not known, and never in the future', () => {
    const rows = world()
    expect(apply(rows, create({ createdAt: 99_000 }))).toMatchObject({ ok: true })
    expect(rows.lookup('ticket', as('ticket-2'))).toMatchObject({ createdAt: 5000, callId: 'call-1' })
  })

  test('solved while talking is closed from the first', () => {
    const rows = world()
    apply(rows, create({ status: 'resolved' }))
    expect(rows.lookup('ticket', as('ticket-2'))).toMatchObject({ status: 'resolved', closedAt: 1000 })
  })

  test('of a customer nobody knows is refused', () => {
    expect(apply(new Rows(), create({ organisationId: as('org-1') }))).toEqual(
      refused({ code: 'notFound', what: 'organisation' }),
    )
  })
})

describe('two dispatchers and one ticket', () => {
  test('the first route stays, the second is told who and when', () => {
    const rows = world()
    expect(apply(rows, route('network', null), anna)).toEqual(
      applied([
        { entity: 'ticket', row: aTicket({ queueId: as('network'), updatedAt: 5000 }) },
        {
          entity: 'timelineEntry',
          row: {
            id: 'entry-1',
            v: 0,
            ticketId: 'ticket-1',
            at: 5000,
            by: 'anna',
            what: { kind: 'changed', field: 'queue', from: null, to: 'network' },
          },
        },
      ]),
    )
    expect(
      apply(rows, route('printers', null, 'entry-2'), {
        ...boris,
        lastRouteOf: () => ({ by: as('anna'), at: 5000 }),
      }),
    ).toEqual(
      refused({ code: 'alreadyRouted', now: { queueId: 'network', assigneeId: null }, by: 'anna', at: 5000 }),
    )
    expect(apply(rows, route('network', null, 'entry-2'), boris)).toEqual(soAlready)
  })

  test('queue and assignee together leave two entries, and the ticket is assigned', () => {
    const rows = world()
    const both: Intent = {
      kind: 'ticket.route',
      ticketId: as('ticket-1'),
      to: { queueId: as('network'), assigneeId: as('boris') },
      expected: { queueId: null, assigneeId: null },
      entryId: as('entry-1'),
    }
    expect(apply(rows, both)).toMatchObject({ ok: true, value: { puts: { length: 3 } } })
    expect(rows.lookup('ticket', as('ticket-1'))?.status).toBe('assigned')
    expect(rows.lookup('timelineEntry', as('entry-1.2'))?.what).toMatchObject({
      field: 'assignee',
      to: 'boris',
    })
    const nobody = { ...both, to: { queueId: as<never>('network'), assigneeId: as<never>('gone') } }
    expect(apply(world(), nobody)).toEqual(refused({ code: 'invalid', field: 'assigneeId' }))
    expect(apply(world(), route('nowhere', null))).toEqual(refused({ code: 'notFound', what: 'queue' }))
  })

  test('a closed ticket is not moved, it is reopened first', () => {
    const rows = new Rows(queue('network'), { entity: 'ticket', row: aTicket({ status: 'closed' }) })
    expect(apply(rows, route('network', null))).toEqual(
      refused({ code: 'statusNotAllowed', from: 'closed', allowed: ['inProgress'] }),
    )
  })

  test('priority and category are compared with what was seen; another field never stands in the way', () => {
    const rows = world()
    const urgent: Intent = {
      kind: 'ticket.setPriority',
      ticketId: as('ticket-1'),
      priority: 'critical',
      expected: 'normal',
      entryId: as('entry-1'),
    }
    const cash: Intent = {
      kind: 'ticket.setCategory',
      ticketId: as('ticket-1'),
      categoryId: as('cash'),
      expected: null,
      entryId: as('entry-2'),
    }
    apply(rows, urgent)
    apply(rows, cash, boris)
    expect(rows.lookup('ticket', as('ticket-1'))).toMatchObject({ priority: 'critical', categoryId: 'cash' })
    expect(apply(rows, { ...urgent, priority: 'low', entryId: as('entry-3') }, boris)).toEqual(
      refused({ code: 'alreadyChanged', field: 'priority', now: 'critical' }),
    )
    expect(apply(rows, { ...cash, categoryId: as('other'), entryId: as('entry-3') }, boris)).toEqual(
      refused({ code: 'alreadyChanged', field: 'category', now: 'cash' }),
    )
  })

  test('texts of different fields merge; of the same field the loser’s is kept as an internal comment', () => {
    const rows = world()
    const seen = { subject: aTicket().subject, description: aTicket().description }
    const edit = (entryId: string, texts: { subject?: string; description?: string }): Intent => ({
      kind: 'ticket.editText',
      ticketId: as('ticket-1'),
      ...seen,
      ...texts,
      expected: seen,
      entryId: as(entryId),
    })
    apply(rows, edit('entry-1', { subject: 'Касса стоит' }), anna)
    apply(rows, edit('entry-2', { description: 'Мигает зелёным' }), boris)
    expect(rows.lookup('ticket', as('ticket-1'))).toMatchObject({
      subject: 'Касса стоит',
      description: 'Мигает зелёным',
    })
    expect(apply(rows, edit('entry-3', { subject: 'Нет чека' }), boris)).toMatchObject({
      ok: true,
      value: { notice: { code: 'textKeptAsComment' } },
    })
    expect(rows.lookup('ticket', as('ticket-1'))?.subject).toBe('Касса стоит')
    expect(rows.lookup('timelineEntry', as('entry-3'))?.what).toEqual({
      kind: 'comment',
      text: 'Нет чека',
      internal: true,
      channel: 'phone',
    })
    const long = { subject: 'С'.repeat(300), description: 'Д'.repeat(20_000) }
    apply(rows, edit('entry-4', long), boris)
    const kept = ['entry-4', 'entry-4.2'].map((id) => rows.lookup('timelineEntry', as(id))?.what)
    expect(kept).toMatchObject([{ text: long.subject }, { text: long.description }])
  })

  test('comments of both stay, and the same comment twice is one', () => {
    const rows = world()
    const say = (entryId: string, text: string): Intent => ({
      kind: 'ticket.comment',
      ticketId: as('ticket-1'),
      entryId: as(entryId),
      text,
      internal: true,
      channel: 'phone',
    })
    apply(rows, say('entry-1', 'раз'), anna)
    apply(rows, say('entry-2', 'два'), boris)
    expect(apply(rows, say('entry-1', 'раз'), anna)).toEqual(soAlready)
    expect(apply(rows, say('entry-1', 'подмена'), boris)).toEqual(
      refused({ code: 'alreadyExists', what: 'timelineEntry' }),
    )
    expect(rows.lookup('ticket', as('ticket-1'))?.updatedAt).toBe(6000)
  })
})

describe('the status of a ticket', () => {
  const set = (status: string, expected: string, entryId = 'entry-1') =>
    ({
      kind: 'ticket.setStatus',
      ticketId: as('ticket-1'),
      status,
      expected,
      entryId: as(entryId),
    }) as Intent

  test('moves as the machine allows, and closing is stamped until it reopens', () => {
    const rows = world()
    apply(rows, set('resolved', 'new', 'e1'))
    expect(rows.lookup('ticket', as('ticket-1'))).toMatchObject({ status: 'resolved', closedAt: 5000 })
    apply(rows, set('closed', 'resolved', 'e2'), boris)
    expect(rows.lookup('ticket', as('ticket-1'))).toMatchObject({ status: 'closed', closedAt: 5000 })
    expect(apply(rows, set('waiting', 'closed', 'e3'))).toEqual(
      refused({ code: 'statusNotAllowed', from: 'closed', allowed: ['inProgress'] }),
    )
    apply(rows, set('inProgress', 'closed', 'e3'))
    expect(rows.lookup('ticket', as('ticket-1'))).toMatchObject({ status: 'inProgress', closedAt: null })
    expect(apply(rows, set('inProgress', 'waiting', 'e4'))).toEqual(soAlready)
  })

  test('is not set over a finish the author had not seen', () => {
    const rows = new Rows({ entity: 'ticket', row: aTicket({ status: 'resolved' }) })
    expect(apply(rows, set('inProgress', 'assigned'))).toEqual(
      refused({ code: 'alreadyChanged', field: 'status', now: 'resolved' }),
    )
    const open = new Rows({ entity: 'ticket', row: aTicket({ status: 'assigned' }) })
    expect(apply(open, set('inProgress', 'new'))).toMatchObject({ ok: true, value: { notice: null } })
  })
})

test('a call is linked to a ticket once, on both sides', () => {
  const rows = world({ entity: 'callRecord', row: aCallRecord() })
  const link: Intent = {
    kind: 'ticket.linkCall',
    ticketId: as('ticket-1'),
    callId: as('call-1'),
    entryId: as('entry-1'),
  }
  apply(rows, link)
  expect(rows.lookup('callRecord', as('call-1'))?.ticketIds).toEqual(['ticket-1'])
  expect(rows.lookup('timelineEntry', as('entry-1'))?.what).toEqual({ kind: 'call', callId: 'call-1' })
  expect(apply(rows, link)).toEqual(soAlready)
  expect(apply(world(), link)).toEqual(refused({ code: 'notFound', what: 'callRecord' }))
})
